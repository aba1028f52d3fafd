import DataFormats
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport

/// Proof files: decoded, written again, and checked on a small network.
enum ProofTarget {
    /// Files as they are; anything else is the body of one, for no mutation would survive the digest.
    static func check(_ bytes: [UInt8]) {
        let isFile = bytes.starts(with: mark.prefix(8))
        guard let proof = try? ProofFile.proof(from: isFile ? bytes : file(bytes)) else { return }
        precondition((try? ProofFile.proof(from: ProofFile.bytes(of: proof)))?.content.isSame(proof.content) == true)
        examine(proof)
    }

    /// Whatever network and image the proof was made for, it is checked as if it were one for a network here. Nothing may be
    /// proved that its own image refutes.
    private static func examine(_ proof: Proof) {
        var proof = proof
        let network = networks[abs(proof.statement.label % networks.count)]
        proof.statement.network = network.digest
        proof.statement.sampleDigest = proof.statement.sample.digest
        if proof.statement.sample.given != nil { return examineGiven(proof, network) }
        guard ProofCheck.examine(proof, on: network).isAccepted, case .robust = proof.content else { return }
        let refutation = try? ProofCheck.check(
            witness: proof.statement.sample.pixels, of: proof.statement, on: network)
        precondition(refutation == nil, "proved and refuted")
    }

    /// Nothing may be proved of a box that its own middle refutes.
    private static func examineGiven(_ proof: Proof, _ network: Network) {
        var proof = proof
        guard let given = proof.statement.sample.given else { return }
        proof.statement.sample.pixels = given.centre
        proof.statement.perturbation = PerturbationSet(epsilon: 1, domain: nil)
        proof.statement.sampleDigest = given.digest
        guard ProofCheck.examine(proof, on: network).isAccepted, case .holds = proof.content else { return }
        let refutation = try? ProofCheck.check(witness: given.centre, of: proof.statement, on: network)
        precondition(refutation == nil, "proved and refuted")
    }

    private static let networks = RandomNetworks.Family.allCases.map { family in
        guard let network = try? RandomNetworks.make(family, seed: 1) else { preconditionFailure("\(family)") }
        return network
    }

    private static let mark = Array("VGPROOF\n".utf8) + [UInt8(ProofFile.version), 0]

    private static func file(_ body: [UInt8]) -> [UInt8] {
        var head = mark
        head.append(little: UInt64(body.count))
        let packed = Zlib.compress(body, level: 1)
        return head + Digest(of: head + packed).bytes + packed
    }

    /// Sealed proofs of given properties, with boxes and without, and witnesses.
    private static func givenSeeds() throws -> [Proof] {
        var proofs = [Proof]()
        for network in networks {
            let part = GivenProperty.Part(
                box: Box(lower: [0.1, 0.1], upper: [0.1, 0.2]),
                clauses: [[LinearForm([0: 1, 1: -0.7], constant: 50)], [LinearForm([:], inputs: [0: 1], constant: 1)]])
            let given = GivenProperty(parts: [part, part])
            let sample = Sample(
                id: SampleID(dataset: "g", split: "t", index: 0), label: 0, pixels: given.centre, given: given)
            let query = Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 1, domain: nil))
            let statement = ProofStatement(query, network: network.digest, networkFile: "n", method: "m")
            proofs.append(Proof(statement: statement, content: .falsified(witness: given.centre)))
            let leaf = ProofTree.Node.leaf(ProofLeaf(.substitution(.adaptive)))
            let tree = ProofTree(nodes: [.box([]), .split(.input(1, at: 0.15)), leaf, .box([]), leaf])
            let draft = RobustnessProof(
                units: [], stages: [],
                classes: [
                    ClassProof(adversarial: 1, tree: tree), ClassProof(adversarial: 2, tree: ProofTree(nodes: [leaf])),
                ])
            guard let sealed = try? ProofCheck.seal([draft, draft], of: statement, on: network) else { continue }
            proofs.append(Proof(statement: statement, content: .holds(sealed.proofs)))
        }
        return proofs
    }

    /// Sealed proofs by substitution, one with a split, and a witness: whole files and bodies.
    static func seeds() throws -> [[UInt8]] {
        var proofs = [Proof]()
        for network in networks {
            for seed in UInt64(0)..<4 {
                let sample = RandomNetworks.sample(for: network, seed: seed)
                let query = Query(sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: 0.001))
                let statement = ProofStatement(query, network: network.digest, networkFile: "n", method: "m")
                proofs.append(Proof(statement: statement, content: .falsified(witness: sample.pixels)))
                for leaf in [ProofLeaf(.substitution(.adaptive)), ProofLeaf(.substitution(.parallel))] {
                    let tree = ProofTree(nodes: [.split(.input(0, at: 0.5)), .leaf(leaf), .leaf(leaf)])
                    let classes = (0..<network.classCount).filter { $0 != sample.label }.map {
                        ClassProof(adversarial: $0, tree: seed % 2 == 0 ? tree : ProofTree(leaf))
                    }
                    let draft = RobustnessProof(units: [], stages: [], classes: classes)
                    guard let sealed = try? ProofCheck.seal(draft, of: statement, on: network) else { continue }
                    proofs.append(Proof(statement: statement, content: .robust(sealed.proof)))
                }
            }
        }
        proofs += try givenSeeds() + planeSeeds(networks)
        let files = proofs.map(ProofFile.bytes)
        return try Array(files.prefix(2)) + files.map { try Zlib.decompress($0[50...]) }
    }
}

extension Proof.Content {
    /// Whether the files of both hold the same bytes; numbers that are not equal to themselves count as equal.
    fileprivate func isSame(_ other: Self) -> Bool { "\(self)" == "\(other)" }
}
