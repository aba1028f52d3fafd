import Foundation
import Proofs
import Testing

@Suite("Proofs with planes of later ReLUs, of the built program")
struct PlaneProofTests {
    private static let network = "Suites/networks/ibp-cnn-small-0.1.safetensors"

    /// A query that takes planes: they come as soon as a margin has split once.
    @Test func `a search with planes is proved, written and checked`() throws {
        let workspace = try Workspace()
        let weights = try Data(contentsOf: BuiltPrograms.repository.appendingPathComponent(Self.network))
        try workspace.write(Array(weights), to: Self.network)
        let ending = try workspace.verigap([
            "verify", "--network", Self.network, "--data", "mnist-sample:1", "--epsilon", "0.14", "--method",
            "bab: { planes: 1 }", "--proof", "proofs",
        ])
        #expect(ending.exitCode == 0 && ending.output.contains("robust"), "\(ending.errors)\(ending.output)")
        let file = try #require(try FileManager.default.contentsOfDirectory(atPath: workspace.path("proofs")).first)
        let path = "proofs/" + file
        let check = try workspace.verigap("check", path)
        #expect(check.exitCode == 0 && check.output.contains("planes of later ReLUs"), "\(check.output)\(check.errors)")
        let machine = try workspace.verigap("check", "--json", path)
        let answers = try JSONSerialization.jsonObject(with: Data(machine.output.utf8)) as? [[String: Any]]
        let checked = try #require(answers?.first?["checked"] as? [String: Any])
        #expect(checked["planes"] as? Int ?? 0 > 0)
        // The planes' own numbers, with a digest that fits.
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: workspace.path(path))))
        let proof = try ProofFile.proof(from: bytes)
        guard case .robust(let evidence) = proof.content else { return #expect(Bool(false), "no evidence") }
        let place = try #require(evidence.classes.firstIndex { $0.tree.usesPlanes })
        func refused(_ change: (inout ProofTree) -> Void) throws -> String {
            var (mutant, changed) = (proof, evidence)
            change(&changed.classes[place].tree)
            mutant.content = .robust(changed)
            try workspace.write(ProofFile.bytes(of: mutant), to: "changed.vgproof")
            let ending = try workspace.verigap("check", "changed.vgproof")
            #expect(ending.exitCode == 5, "\(ending.output)\(ending.errors)")
            return ending.output
        }
        let name = "class \(evidence.classes[place].adversarial), plane 0: "
        #expect(try refused { $0.planes[0].active = -1 }.contains(name + "κ is -1.0, it must be finite and ≥ 0"))
        #expect(try refused { $0.planes[0].stage = 99 }.contains(name + "neuron"))
        #expect(try refused { $0.planes = [] }.contains("of 0 planes"))
        #expect(try refused { for plane in $0.planes.indices { $0.planes[plane].inactive += 1 } }.contains("refused"))
    }
}

extension ProofTree {
    /// Whether any leaf has a multiplier of a plane that is not 0.
    fileprivate var usesPlanes: Bool {
        nodes.contains {
            if case .leaf(let leaf) = $0 { leaf.planeMultipliers.contains { $0 != 0 } } else { false }
        }
    }
}
