import Foundation
import Questions
import Testing

/// Programs read what `verify --json` prints: its keys stay as they are.
@Suite("Keys of verify --json") struct VerifyKeyTests {
    private static let question = [
        "label", "method", "network", "networkDigest", "perturbation", "predicted", "predictedInSinglePrecision",
        "sample", "verdict",
    ]
    private static let costs = [
        "cpuSeconds", "lpFallbacks", "lpSolves", "nodes", "phases", "simplexIterations", "unstableByLayer",
        "wallSeconds",
    ].map { "measurements.\($0)" }
    private static let witness = ["adversarialClass", "distance", "marginDouble", "marginFloat", "pixels"].map {
        "witness.\($0)"
    }

    /// Paths of the keys, those below witness and measurements in full.
    private func keys(_ text: String) throws -> Set<String> {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
        return object.reduce(into: []) { paths, member in
            if ["witness", "measurements"].contains(member.key), let inner = member.value as? [String: Any] {
                paths.formUnion(inner.keys.map { "\(member.key).\($0)" })
            } else {
                paths.insert(member.key)
            }
        }
    }

    @Test(arguments: [
        ("milp", "5", "0.2", ["marginLower", "marginUpper"] + witness),
        ("lp-all", "3", "0.02", ["marginLower"]), ("pgd", "3", "0.02", ["marginUpper", "reason"]),
        ("simplex", "3", "0.02", ["distanceLower"]),
    ]) func stay(_ method: String, _ sample: String, _ epsilon: String, _ own: [String]) throws {
        let answer = try Workspace.withSmokeSuite().verigap([
            "verify", "--network", "Suites/networks/smoke.safetensors", "--images", "Suites/data/smoke-points.npy",
            "--labels", "Suites/data/smoke-labels.npy", "--data", "smoke-points:test:\(sample)", "--epsilon", epsilon,
            "--method", method, "--json",
        ])
        #expect(answer.exitCode == 0, "\(answer.errors)")
        let later = OutcomeField.all.filter { $0.edition > 1 }.map { ($0.part.object.map { "\($0)." } ?? "") + $0.name }
        #expect(
            try keys(answer.output).subtracting(later) == Set(Self.question + Self.costs + own), "\(method)")
    }
}
