import DataFormats
import LinearAlgebra
import Proofs
import Questions
import Testing

/// Files of proofs of given properties.
@Suite struct GivenProofFileTests {
    private static func example() -> Proof {
        let box = Box(lower: [0.1, -1, 1 / 3], upper: [0.1, 2, 1e10])
        let given = GivenProperty(parts: [
            GivenProperty.Part(
                box: box,
                clauses: [
                    [
                        LinearForm([0: 1, 3: -1 / 3], inputs: [2: 0.7], constant: 5),
                        LinearForm([:], constant: -1e-300),
                    ],
                    [LinearForm([1: -0.0])],
                ]),
            GivenProperty.Part(box: box, clauses: [[LinearForm([200: 1])]]),
        ])
        let sample = Sample(
            id: SampleID(dataset: "prop.vnnlib", split: "property", index: 0), label: 0, pixels: given.centre,
            given: given)
        let query = Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 1, domain: nil))
        let statement = ProofStatement(
            query, network: Digest(of: "network"), networkFile: "net.onnx", method: "bab")
        let tree = ProofTree(nodes: [
            .box([StageEvidence(stage: 2, line: .adaptive, substituted: [0, 300])]), .split(.input(1, at: 1 / 3)),
            .leaf(ProofLeaf(.multipliers(.single([1, 0.25])), claim: 1)), .box([]),
            .leaf(ProofLeaf(.multipliers(.single([])), claim: 1)),
        ])
        let proof = RobustnessProof(
            units: [ProofUnit(stage: 9, value: 0, preActivation: 0)], stages: [],
            classes: [ClassProof(adversarial: 1, tree: tree)])
        var pooled = proof
        pooled.writesPoolsAsReLUs = true
        return Proof(statement: statement, content: .holds([proof, pooled]))
    }

    private static func witness() -> Proof {
        var proof = example()
        proof.content = .falsified(witness: [0, 1, 2])
        return proof
    }

    private func file(_ body: [UInt8], version: UInt8 = 3) -> [UInt8] {
        var head = Array("VGPROOF\n".utf8) + [version, 0]
        withUnsafeBytes(of: UInt64(body.count).littleEndian) { head.append(contentsOf: $0) }
        let packed = Zlib.compress(body)
        return head + Digest(of: head + packed).bytes + packed
    }

    @Test func `what is written is read, number by number`() throws {
        for proof in [Self.example(), Self.witness()] {
            let bytes = ProofFile.bytes(of: proof)
            #expect(bytes[8] == 3 && bytes[9] == 0)
            let read = try ProofFile.proof(from: bytes)
            #expect(read == proof)
            #expect(read.statement.sample.given?.digest == proof.statement.sample.given?.digest)
        }
    }

    /// The example with multipliers of few units on its second leaf.
    private func sparse() throws -> Proof {
        var proof = Self.example()
        guard case .holds(var parts) = proof.content else { return proof }
        let multipliers = try #require(
            SparseMultipliers(count: 900, units: [0, 299, 300, 899], values: [1, .nan, 1 / 3, -0.0]))
        parts[1].classes[0].tree.nodes[4] = .leaf(ProofLeaf(.multipliers(.sparse(multipliers)), claim: 1))
        proof.content = .holds(parts)
        return proof
    }

    @Test func `multipliers of few units are written by themselves`() throws {
        let proof = try sparse()
        let bytes = ProofFile.bytes(of: proof)
        #expect(bytes[8] == 4)
        // Numbers that are none are not equal to themselves.
        #expect(ProofFile.bytes(of: try ProofFile.proof(from: bytes)) == bytes)
        guard case .holds(let parts) = try ProofFile.proof(from: bytes).content,
            case .leaf(let leaf) = parts[1].classes[0].tree.nodes[4],
            case .multipliers(.sparse(let read)) = leaf.evidence
        else { return #expect(Bool(false), "another leaf") }
        #expect(read.count == 900 && read.units == [0, 299, 300, 899])
        #expect(read[0] == 1 && read[1].isNaN && read[299].isNaN && read[300] == 1 / 3 && read[899] == 0)
    }

    @Test func `damaged multipliers of few units are refused or read, never more`() throws {
        let body = try Zlib.decompress(ProofFile.bytes(of: try sparse())[50...])
        var generator = SeededGenerator(seed: 12)
        for count in body.count - 60..<body.count {
            #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(Array(body[..<count]), version: 4)) }
        }
        for _ in 0..<2000 {
            var changed = body
            changed[Int.random(in: body.count - 60..<body.count, using: &generator)] = UInt8.random(
                in: 0...255, using: &generator)
            guard let proof = try? ProofFile.proof(from: file(changed, version: 4)),
                case .holds(let parts) = proof.content
            else { continue }
            for case .leaf(let leaf) in parts[1].classes[0].tree.nodes {
                guard case .multipliers(.sparse(let read)) = leaf.evidence else { continue }
                #expect(
                    zip(read.units, read.units.dropFirst()).allSatisfy(<) && read.units.allSatisfy { $0 < read.count })
            }
        }
    }

    /// Programs of before read what they could read before.
    @Test func `other proofs are written as they were`() throws {
        let plain = ProofFileTests.example()
        #expect(ProofFile.bytes(of: plain)[8] == 2)
        var searched = plain
        guard case .robust(var evidence) = plain.content else { return }
        evidence.classes[0].tree.nodes.insert(.box([]), at: 0)
        searched.content = .robust(evidence)
        let bytes = ProofFile.bytes(of: searched)
        #expect(bytes[8] == 3)
        #expect(try ProofFile.proof(from: bytes) == searched)
        let body = try Zlib.decompress(ProofFile.bytes(of: plain)[50...])
        for version in 1...UInt8(ProofFile.version) {
            #expect(try ProofFile.proof(from: file(body, version: version)) == plain)
        }
        #expect(throws: FormatFault.self) {
            try ProofFile.proof(from: file(body, version: UInt8(ProofFile.version) + 1))
        }
    }

    @Test func `prefixes and damaged bodies are faults`() throws {
        var generator = SeededGenerator(seed: 5)
        for proof in [Self.example(), Self.witness()] {
            let bytes = ProofFile.bytes(of: proof)
            for count in 0..<bytes.count {
                #expect(throws: FormatFault.self) { try ProofFile.proof(from: Array(bytes[..<count])) }
            }
            let body = try Zlib.decompress(bytes[50...])
            #expect(try ProofFile.proof(from: file(body)) == proof)
            for count in 0..<body.count {
                #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(Array(body[..<count]))) }
            }
            for _ in 0..<4000 {
                var changed = body
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    changed[Int.random(in: changed.indices, using: &generator)] = UInt8.random(
                        in: 0...255, using: &generator)
                }
                _ = try? ProofFile.proof(from: file(changed))
            }
        }
    }

    /// The body up to the given property, which begins after the kind of the proof.
    private func bodyUpToProperty() throws -> [UInt8] {
        let body = try Zlib.decompress(ProofFile.bytes(of: Self.witness())[50...])
        let start = try #require(
            body.indices.dropLast(2).first { body[$0] == 4 && body[$0 + 1] == 3 && body[$0 + 2] == 2 })
        return Array(body[...start])
    }

    @Test func `properties that no file should state are faults`() throws {
        let start = try bodyUpToProperty()
        func double(_ value: Double) -> [UInt8] { withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
        func number(_ value: UInt64) -> [UInt8] {
            value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + number(value >> 7)
        }
        /// One input, one part, one clause of one form.
        func property(
            inputs: UInt64 = 1, parts: UInt64 = 1, _ lower: Double = 0, _ upper: Double = 1, clauses: UInt64 = 1,
            forms: UInt64 = 1, coefficients: [(UInt64, Double)] = [(0, 1)], constant: Double = 0
        ) -> [UInt8] {
            number(inputs) + number(parts) + double(lower) + double(upper) + number(clauses) + number(forms)
                + number(UInt64(coefficients.count)) + coefficients.flatMap { number($0.0) + double($0.1) } + [0]
                + double(constant)
        }
        func fault(_ property: [UInt8]) -> FormatFault? {
            let witness: [UInt8] = [4, 1, 0, 0, 0, 0]
            do throws(FormatFault) {
                _ = try ProofFile.proof(from: file(start + property + witness))
                return nil
            } catch { return error }
        }
        #expect(fault(property()) == nil)
        #expect(fault(property(0, .nan))?.description.contains("an end of a box is nan") == true)
        #expect(fault(property(-.infinity, 0)) != nil)
        #expect(fault(property(1, 0))?.description.contains("ends before it begins") == true)
        // A property without parts ends behind their number.
        #expect(fault(property(parts: 0)) != nil)
        #expect(fault(property(clauses: 0)) != nil)
        #expect(fault(property(forms: 0)) != nil)
        #expect(fault(property(coefficients: [(1, 1), (1, 2)]))?.description.contains("do not ascend") == true)
        #expect(fault(property(coefficients: [(1 << 50, 1)])) != nil)
        #expect(fault(property(coefficients: [(UInt64.max, 1)])) != nil)
        #expect(fault(property(coefficients: [(0, .nan)])) != nil)
        #expect(fault(property(constant: .infinity)) != nil)
        for absurd: UInt64 in [2, 1 << 20, 1 << 62, .max] {
            #expect(fault(property(inputs: absurd)) != nil)
            #expect(fault(property(parts: absurd)) != nil)
            #expect(fault(property(clauses: absurd)) != nil)
            #expect(fault(property(forms: absurd)) != nil)
        }
    }

    /// A property without parts has as many inputs as the statement, so that its file cannot ask for more memory.
    @Test func `properties that no point satisfies`() throws {
        var proof = Self.example()
        let given = GivenProperty(unsatisfiableOf: 3)
        (proof.statement.sample.given, proof.statement.sample.pixels) = (given, given.centre)
        proof.content = .holds([])
        let read = try ProofFile.proof(from: ProofFile.bytes(of: proof))
        #expect(read == proof && read.statement.sample.given == given)
        for inputs in [0, 2, 4] {
            proof.statement.sample.given = GivenProperty(unsatisfiableOf: inputs)
            #expect(throws: FormatFault.self) { try ProofFile.proof(from: ProofFile.bytes(of: proof)) }
        }
        let start = try bodyUpToProperty()
        let absurd: [UInt8] = Array(repeating: 0xFF, count: 7) + [0x01, 0x00, 4, 1, 0, 0, 0, 0]
        #expect(throws: FormatFault.self) { try ProofFile.proof(from: file(start + absurd)) }
    }

    /// Two bytes each, and dozens in memory.
    @Test func `boxes below boxes are given up early`() throws {
        var proof = Self.example()
        guard case .holds(var parts) = proof.content else { return }
        parts[0].classes[0].tree.nodes.insert(contentsOf: Array(repeating: .box([]), count: 300_000), at: 0)
        proof.content = .holds(parts)
        let fault = #expect(throws: FormatFault.self) { try ProofFile.proof(from: ProofFile.bytes(of: proof)) }
        #expect(fault?.description.contains("a box below a box") == true)
    }
}
