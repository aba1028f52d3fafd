import DataFormats
import LinearAlgebra
import Proofs
import Questions
import Testing

/// Upper planes with weights in half a byte, in memory and in files.
@Suite struct CoarsePlaneTests {
    private static let counts = [3, 0, 4, 1, 7]

    private static func planes(isCoarse: Bool, seed: UInt64 = 1) -> (planes: UpperPlanes, weights: [[UInt8]]) {
        var generator = SeededGenerator(seed: seed)
        let step = isCoarse ? UpperPlanes.coarseStep : 1
        let weights = counts.map { count in
            (0..<count).map { _ in step * UInt8.random(in: 0...255 / step, using: &generator) }
        }
        let units = counts.indices.map { 90 * $0 }
        return (UpperPlanes(units: units, weights: weights, isCoarse: isCoarse), weights)
    }

    /// The example of `ProofFileTests` with these planes in the derivations of a leaf.
    private static func proof(isCoarse: Bool) -> Proof {
        var proof = ProofFileTests.example()
        guard case .robust(var evidence) = proof.content else { return proof }
        let planes = planes(isCoarse: isCoarse).planes
        evidence.classes[0].tree.nodes[1] = .leaf(ProofLeaf(.empty(.raised([1, -2], planes)), claim: 0.5))
        proof.content = .robust(evidence)
        return proof
    }

    private func body(of proof: Proof) throws -> [UInt8] { try Zlib.decompress(ProofFile.bytes(of: proof)[50...]) }

    private func file(_ body: [UInt8]) -> [UInt8] {
        var head = Array("VGPROOF\n".utf8) + [UInt8(ProofFile.version), 0]
        withUnsafeBytes(of: UInt64(body.count).littleEndian) { head.append(contentsOf: $0) }
        let packed = Zlib.compress(body)
        return head + Digest(ofPieces: [head[...], packed[...]]).bytes + packed
    }

    @Test(arguments: [false, true], 1...20 as ClosedRange<UInt64>)
    func `weights are given back as they were`(_ isCoarse: Bool, _ seed: UInt64) {
        let (planes, weights) = Self.planes(isCoarse: isCoarse, seed: seed)
        #expect(planes.count == weights.count && planes.units == [0, 90, 180, 270, 360])
        for (plane, own) in weights.enumerated() {
            #expect(planes.weights(plane) == own)
            #expect(planes.weightCount(plane) == own.count)
        }
        #expect(planes.byteCount == 8 * 5 + (isCoarse ? 8 : 15))
    }

    @Test func `files hold them, in the version that says so`() throws {
        for isCoarse in [false, true] {
            let proof = Self.proof(isCoarse: isCoarse)
            let bytes = ProofFile.bytes(of: proof)
            #expect(bytes[8] == (isCoarse ? 6 : 2))
            let read = try ProofFile.proof(from: bytes)
            #expect(read == proof)
            #expect(ProofFile.bytes(of: read) == bytes)
        }
        // Wherever they stand.
        guard case .robust(let plain) = ProofFileTests.example().content else { return }
        let leaf = ProofLeaf(.multipliers(.raised([], Self.planes(isCoarse: true).planes)), claim: 1)
        let bound = BoundEvidence(
            neuron: 5, side: .upper, multipliers: .raised([], UpperPlanes(isCoarse: true)), claim: 1)
        let stage = StageEvidence(stage: 1, line: .strict, programmed: [bound])
        let searched = SearchedBound(neuron: 1, side: .lower, tree: ProofTree(leaf))
        for change: (inout RobustnessProof) -> Void in [
            { $0.stages[0].programmed.append(bound) }, { $0.stages[0].searched.append(searched) },
            { $0.classes[1].tree = ProofTree(leaf) },
            { $0.classes[1].tree = ProofTree(ProofLeaf(.substitution(.strict), derivations: [stage], claim: 1)) },
            { $0.classes[1].tree.nodes.insert(.box([stage]), at: 0) },
        ] {
            var (proof, changed) = (ProofFileTests.example(), plain)
            change(&changed)
            proof.content = .robust(changed)
            let bytes = ProofFile.bytes(of: proof)
            #expect(bytes[8] == 6)
            #expect(try ProofFile.proof(from: bytes) == proof)
        }
    }

    @Test func `every prefix is refused, and damaged bodies never crash`() throws {
        let body = try body(of: Self.proof(isCoarse: true))
        for count in 0..<body.count {
            #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(Array(body[..<count]))) }
        }
        var generator = SeededGenerator(seed: 3)
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

    /// Numbers of weights that add up to more than there are, or overflow; half a byte behind the last weight.
    @Test func `weights that do not fit are refused`() throws {
        let proof = Self.proof(isCoarse: true)
        let body = try body(of: proof)
        // The last of the fifteen weights has a byte of its own, before the claim and the number of derivations.
        let mark: [UInt8] = [7, 2]
        let start = try #require(
            (0..<body.count - 1).first { Array(body[$0...$0 + 1]) == mark && body[$0 + 10] == 5 })
        // A kind, two multipliers with their number, a number of planes; units and numbers of weights: 0 3, 90 0, 180 4 (two bytes).
        let units = start + 11
        #expect(Array(body[units..<units + 4]) == [0, 3, 90, 0])
        for (place, value) in [(units + 1, 0x7F), (units + 1, 7), (units + 3, 0x7F)] as [(Int, UInt8)] {
            var changed = body
            changed[place] = value
            #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(changed)) }
        }
        let last = units + 4 + 3 + 3 + 3 + 7
        var padded = body
        padded[last] |= 0x10
        let fault = #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(padded)) }
        #expect(fault?.description.contains("do not fit their planes") == true, "\(String(describing: fault))")
    }

    /// A body of several pieces is packed as one.
    @Test func `large bodies are written piece by piece`() throws {
        var generator = SeededGenerator(seed: 5)
        let leaves = (0..<300).map { _ in
            let values = (0..<2000).map { _ in Float.random(in: -1...1, using: &generator) }
            return ProofTree.Node.leaf(ProofLeaf(.multipliers(.single(values)), claim: 1))
        }
        let splits = [ProofTree.Node](repeating: .split(.unit(0)), count: 299)
        var proof = ProofFileTests.example()
        guard case .robust(var evidence) = proof.content else { return }
        evidence.classes[0].tree = ProofTree(nodes: splits + leaves)
        proof.content = .robust(evidence)
        let bytes = ProofFile.bytes(of: proof)
        #expect(bytes.count > 2 << 20)
        #expect(try ProofFile.proof(from: bytes) == proof)
        let body = try self.body(of: proof)
        #expect(Array(bytes[50...]) == Zlib.compress(body, level: 6))
    }
}
