import DataFormats
import LinearAlgebra
import Proofs
import Questions
import Testing

@Suite struct ProofFileTests {
    /// A proof with one of everything that a file can hold.
    static func example() -> Proof {
        let sample = Sample(
            id: SampleID(dataset: "mnist", split: "test", index: 124), label: 3, pixels: [0.25, -1.5, 0, 1e-30])
        let query = Query(
            sample: sample, label: 2,
            perturbation: PerturbationSet(norm: .two, epsilon: 0.1, domain: InputDomain(lower: -1, upper: 2)))
        let statement = ProofStatement(
            query, network: Digest(of: "network"), networkFile: "networks/é.safetensors", method: "bab { x: 1 }")
        let stage = StageEvidence(
            stage: 1, line: .adaptive, substituted: [0, 5, 300],
            programmed: [
                BoundEvidence(neuron: 5, side: .upper, multipliers: .double([1 / 3, -2, 0]), claim: 0.75),
                BoundEvidence(neuron: 6, side: .lower, multipliers: .single([0.1]), claim: -0.75),
                BoundEvidence(
                    neuron: 7, side: .lower,
                    multipliers: .raised([0.5, 0], UpperPlanes(units: [0, 300], weights: [[0, 255, 7], []])),
                    claim: 1),
            ])
        let tree = ProofTree(nodes: [
            .split(.unit(1)), .leaf(ProofLeaf(.substitution(.parallel), claim: 0.5)),
            .split(.input(3, at: 0.125)),
            .leaf(ProofLeaf(.multipliers(.single([1, 2, 3.5])), derivations: [stage], claim: 0.25)),
            .leaf(ProofLeaf(.empty(.double([])), claim: 1)),
        ])
        return Proof(
            statement: statement,
            content: .robust(
                RobustnessProof(
                    units: [
                        ProofUnit(stage: 1, value: 0, preActivation: 7),
                        ProofUnit(stage: 12, value: 400, preActivation: 70_000),
                    ], stages: [stage, StageEvidence(stage: 2, line: .parallel, keepsIntervals: false)],
                    classes: [
                        ClassProof(adversarial: 0, tree: tree),
                        ClassProof(adversarial: 1, tree: ProofTree(ProofLeaf(.substitution(.adaptive), claim: 2))),
                    ])))
    }

    @Test func roundTrip() throws {
        let proof = Self.example()
        #expect(try ProofFile.proof(from: ProofFile.bytes(of: proof)) == proof)
        var witness = proof
        witness.content = .falsified(witness: [0.5, .leastNonzeroMagnitude])
        witness.statement.perturbation.domain = nil
        #expect(try ProofFile.proof(from: ProofFile.bytes(of: witness)) == witness)
    }

    @Test func everyPrefixIsRefused() {
        let bytes = ProofFile.bytes(of: Self.example())
        for count in 0..<bytes.count {
            #expect(throws: FormatFault.self) { try ProofFile.proof(from: Array(bytes[..<count])) }
        }
        #expect(throws: FormatFault.self) { try ProofFile.proof(from: bytes + [0]) }
    }

    @Test func everyChangedBitIsRefused() {
        let bytes = ProofFile.bytes(of: Self.example())
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << UInt8(bit)
                #expect(throws: FormatFault.self) { try ProofFile.proof(from: changed) }
            }
        }
    }

    /// A body that is damaged before it is packed, so that the digest fits it.
    @Test func damagedBodiesNeverCrash() throws {
        let bytes = ProofFile.bytes(of: Self.example())
        let body = try Zlib.decompress(bytes[50...])
        var generator = SeededGenerator(seed: 3)
        func file(_ body: [UInt8]) -> [UInt8] {
            var head = Array(bytes[..<10])
            withUnsafeBytes(of: UInt64(body.count).littleEndian) { head.append(contentsOf: $0) }
            let packed = Zlib.compress(body)
            return head + Digest(of: head + packed).bytes + packed
        }
        #expect(try ProofFile.proof(from: file(body)) == Self.example())
        for count in 0..<body.count {
            #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(Array(body[..<count]))) }
        }
        for _ in 0..<2000 {
            var changed = body
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                changed[Int.random(in: changed.indices, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            _ = try? ProofFile.proof(from: file(changed))
        }
    }

    @Test func faultsAreClear() {
        let bytes = ProofFile.bytes(of: Self.example())
        func fault(_ bytes: [UInt8]) -> FormatFault? {
            do throws(FormatFault) {
                _ = try ProofFile.proof(from: bytes)
                return nil
            } catch { return error }
        }
        #expect(fault(Array("PK not a proof".utf8))?.message.contains("not a proof") == true)
        var future = bytes
        future[8] = 9
        #expect(fault(future)?.kind == .unsupported && fault(future)?.message.contains("version 9") == true)
        #expect(fault(Array(bytes.dropLast()))?.kind == .checksum)
    }

    @Test func multipliersLoseTheirLastBytesOnly() {
        let values = [1 / 3, -1e-12, 0, 1e300, .infinity, .nan, .greatestFiniteMagnitude]
        let kept = Multipliers(finite: values).rounded
        for (index, value) in values.enumerated() {
            guard value.isFinite, value != .greatestFiniteMagnitude else {
                #expect(kept[index] == (value.isFinite ? value : 0))
                continue
            }
            #expect(abs(kept[index] - value) <= abs(value) * 0x1p-37)
            #expect(kept[index].bitPattern & 0xFFFF == 0)
        }
    }

    /// A file with the given body, as whoever means harm would write it.
    private func file(_ body: [UInt8], claiming size: Int? = nil) -> [UInt8] {
        var head = Array("VGPROOF\n".utf8) + [UInt8(ProofFile.version & 0xFF), UInt8(ProofFile.version >> 8)]
        withUnsafeBytes(of: UInt64(size ?? body.count).littleEndian) { head.append(contentsOf: $0) }
        let packed = Zlib.compress(body, level: 9)
        return head + Digest(of: head + packed).bytes + packed
    }

    /// Everything of a proof up to the nodes of its only tree.
    private func bodyUpToNodes(_ nodes: Int) throws -> [UInt8] {
        var proof = Self.example()
        proof.content = .robust(
            RobustnessProof(units: [], stages: [], classes: [ClassProof(adversarial: 0, tree: ProofTree(nodes: []))]))
        let bytes = ProofFile.bytes(of: proof)
        let size = bytes[10..<18].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
        var body = try Zlib.decompress(Array(bytes[50...]), expectedSize: size)
        #expect(body.last == 0)
        body.removeLast()
        var rest = nodes
        while rest >= 0x80 {
            body.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return body + [UInt8(rest)]
    }

    @Test func bodiesFarLargerThanTheirFilesAreRefused() throws {
        let body = try bodyUpToNodes(20_000_000) + [UInt8](repeating: 0, count: 40_000_000)
        let bytes = file(body)
        #expect(bytes.count < 60_000)
        let fault = #expect(throws: FormatFault.self) { try ProofFile.proof(from: bytes) }
        #expect(fault?.kind == .unsupported && fault?.description.contains("unpack") == true)
        // A size that is not the body's helps as little.
        #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(body, claiming: 1 << 20)) }
        #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(body, claiming: 1 << 62)) }
    }

    @Test func treesThatCannotEndAreGivenUpEarly() throws {
        let body = try bodyUpToNodes(400_000) + [UInt8](repeating: 0, count: 800_000)
        let fault = #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(body)) }
        #expect(fault?.kind == .truncated)
        // Long before the bytes are used up.
        #expect(try #require(fault?.offset) < 300_000)
    }

    /// A tree in a stage in a leaf of a tree …: 40,000 levels of it would exhaust the stack of whoever reads them.
    /// Two bytes each, and thousands in memory.
    @Test func treesWithoutLeavesAreRefused() throws {
        guard case .robust(var content) = Self.example().content else { return }
        content.classes.append(ClassProof(adversarial: 9, tree: ProofTree(nodes: [])))
        let file = ProofFile.bytes(of: Proof(statement: Self.example().statement, content: .robust(content)))
        #expect(throws: FormatFault.self) { try ProofFile.proof(from: file) }
    }

    @Test func searchesInsideTreesAreRefused() throws {
        let claim = [UInt8](repeating: 0, count: 8)
        // A leaf by substitution with one stage, which has one search: its tree of one node follows.
        let level: [UInt8] = [2, 0] + claim + [1, 1, 0, 1, 0, 0, 1, 0, 0, 1]
        let body = try bodyUpToNodes(1) + (0..<40_000).flatMap { _ in level } + [2, 0] + claim + [0]
        let fault = #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(body)) }
        #expect(fault?.description.contains("a search inside a tree") == true)
    }

    /// Hundreds of thousands of equal leaves would shrink to almost nothing: they are written as they are.
    @Test func whatIsWrittenCanBeRead() throws {
        let leaf = ProofTree.Node.leaf(ProofLeaf(.substitution(.parallel), claim: 1))
        let comb = (0..<150_000).flatMap { _ in [ProofTree.Node.split(.unit(0)), leaf] } + [leaf]
        var proof = Self.example()
        proof.content = .robust(
            RobustnessProof(units: [], stages: [], classes: [ClassProof(adversarial: 0, tree: ProofTree(nodes: comb))]))
        let bytes = ProofFile.bytes(of: proof)
        #expect(bytes.count > 1_000_000)
        #expect(try ProofFile.proof(from: bytes) == proof)
    }

    @Test func onlyRegularFilesAreRead() {
        for path in ["/dev/zero", "/dev/null", "/tmp", "/nowhere"] {
            #expect(throws: FileFault.self) { try ProofFile.read(path) }
        }
    }
}
