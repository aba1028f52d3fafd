import DataFormats
import LinearAlgebra
import Proofs
import Questions
import Testing

/// Planes of later ReLUs in files.
@Suite struct PlaneFileTests {
    /// The example of `ProofFileTests` with planes in its first tree.
    private static func example() -> Proof {
        var proof = ProofFileTests.example()
        guard case .robust(var evidence) = proof.content else { return proof }
        var tree = evidence.classes[0].tree
        tree.planes = [
            ProofPlane(stage: 2, neuron: 70_000, weights: [0.5, -1.5, 0, 3], active: 0.25, inactive: 1 / 3),
            ProofPlane(stage: 3, neuron: 0, weights: [], active: 0, inactive: 0),
        ]
        for (position, node) in tree.nodes.enumerated() {
            guard case .leaf(var leaf) = node else { continue }
            if case .substitution = leaf.evidence { continue }
            leaf.planeMultipliers = position == 3 ? [-0.5, 0] : [-2]
            tree.nodes[position] = .leaf(leaf)
        }
        evidence.classes[0].tree = tree
        proof.content = .robust(evidence)
        return proof
    }

    private func file(_ body: [UInt8], version: UInt8 = 5) -> [UInt8] {
        var head = Array("VGPROOF\n".utf8) + [version, 0]
        withUnsafeBytes(of: UInt64(body.count).littleEndian) { head.append(contentsOf: $0) }
        let packed = Zlib.compress(body)
        return head + Digest(of: head + packed).bytes + packed
    }

    private func body(of proof: Proof) throws -> [UInt8] { try Zlib.decompress(ProofFile.bytes(of: proof)[50...]) }

    @Test func `what is written is read, number by number`() throws {
        let bytes = ProofFile.bytes(of: Self.example())
        #expect(bytes[8] == 5 && bytes[9] == 0)
        #expect(try ProofFile.proof(from: bytes) == Self.example())
        #expect(ProofFile.bytes(of: try ProofFile.proof(from: bytes)) == bytes)
    }

    /// Whatever of a plane there is, and wherever, older programs must not take the file for one of theirs.
    @Test func `only proofs with planes have the new version`() throws {
        #expect(ProofFile.bytes(of: ProofFileTests.example())[8] == 2)
        guard case .robust(let evidence) = Self.example().content else { return }
        func version(_ change: (inout RobustnessProof) -> Void) -> UInt8 {
            var (proof, changed) = (Self.example(), evidence)
            change(&changed)
            proof.content = .robust(changed)
            return ProofFile.bytes(of: proof)[8]
        }
        #expect(version { $0.classes[0].tree.nodes = [$0.classes[0].tree.nodes[1]] } == 5)
        #expect(version { $0.classes[0].tree.planes = [] } == 5)
        #expect(version { $0.classes.remove(at: 0) } == 2)
        #expect(
            version {
                let tree = $0.classes.remove(at: 0).tree
                $0.stages[0].searched = [SearchedBound(neuron: 1, side: .lower, tree: tree)]
            } == 5)
    }

    @Test func `every prefix is refused, and damaged bodies never crash`() throws {
        let body = try body(of: Self.example())
        for count in 0..<body.count {
            #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(Array(body[..<count]))) }
        }
        var generator = SeededGenerator(seed: 8)
        var read = 0
        for _ in 0..<4000 {
            var changed = body
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                changed[Int.random(in: changed.indices, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            guard let proof = try? ProofFile.proof(from: file(changed)) else { continue }
            read += 1
            let again = try ProofFile.proof(from: ProofFile.bytes(of: proof))
            #expect(ProofFile.bytes(of: again) == ProofFile.bytes(of: proof))
        }
        #expect(read > 100 && read < 4000)
    }

    @Test func `tables out of place are refused`() throws {
        var proof = ProofFileTests.example()
        proof.content = .robust(
            RobustnessProof(units: [], stages: [], classes: [ClassProof(adversarial: 0, tree: ProofTree(nodes: []))]))
        // Everything up to the number of nodes.
        let start = Array(try body(of: proof).dropLast())
        let zeros = [UInt8](repeating: 0, count: 64)
        let leaf = [2] + zeros.prefix(10)
        let table = [6, 1, 1, 0] + zeros.prefix(17)
        for (nodes, words) in [
            ([3, 6, 0], "without planes"), ([3] + leaf + table, "behind the first node"),
            ([3] + table + table, "behind the first node"),
        ] {
            let fault = #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(start + nodes + zeros)) }
            #expect(fault?.description.contains(words) == true, "\(String(describing: fault))")
        }
    }

    /// Sizes that no file of so many bytes can mean.
    @Test func `tables and weights beyond the end of the file are refused`() throws {
        let bytes = try body(of: Self.example())
        let place = try #require(
            bytes.indices.first { bytes[$0...].starts(with: [6, 2, 2, 0xF0, 0xA2, 4]) }, "the table")
        for (position, count) in [(1, "planes of later ReLUs"), (22, "weights")] {
            var changed = bytes
            #expect(changed[place + position] == (position == 1 ? 2 : 4))
            changed.replaceSubrange(place + position...place + position, with: [0xFF, 0xFF, 0xFF, 0x7F])
            let fault = #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(changed)) }
            #expect(
                fault?.kind == .truncated && fault?.description.contains(count) == true, "\(String(describing: fault))")
        }
    }
}
