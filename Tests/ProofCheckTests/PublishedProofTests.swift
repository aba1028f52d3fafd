import Datasets
import NetworkFiles
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// Proofs about published networks, in both modes.
@Suite(.enabled(if: SharedData.isPresent, "needs the published networks beside the checkout"))
struct PublishedProofTests {
    private static func images() throws -> Dataset {
        let locator = DatasetLocator(
            dataDirectory: (SharedData.folder ?? "") + "/data", environment: [:], workingDirectory: ".",
            suiteDirectory: nil)
        return try locator.load(DatasetReference(name: "mnist"))
    }

    @Test(arguments: ["interval", "lp-greedy", "crown", "lp-last", "bab"])
    func `the exact mode accepts what the fast one accepts`(_ method: String) throws {
        let network = try NetworkFile.read(
            path: "\(SharedData.folder ?? "")/data/salman2019/experiment_1/LPD_MLP_B_0.1.pth")
        let descriptor = try #require(MethodRegistry.catalog[method])
        let prover = try #require(MethodRegistry.make(MethodCall(descriptor)) as? any ProvingVerifier)
        let sample = try Self.images().sample(0)
        // Few neurons are unstable here, so that few bounds need be confirmed.
        let query = Query(
            sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: 0.01), measure: .verdict)
        let proved = prover.prove(query, on: network, until: .never)
        guard let draft = proved.proof else {
            #expect(method == "interval")
            return
        }
        let statement = ProofStatement(query, network: network.digest, networkFile: "x", method: method)
        let proof = try ProofCheck.seal(draft, of: statement, on: network).proof
        let report = try ProofCheck.check(proof, of: statement, on: network)
        #expect(
            try ProofCheck.check(proof, of: statement, on: network, ProofCheckOptions(isExact: true)) == report)
    }
}
