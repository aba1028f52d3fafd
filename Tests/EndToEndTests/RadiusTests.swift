import Foundation
import Testing

@Suite("Minimum distortions from the command line")
struct RadiusTests {
    private struct Answer: Decodable {
        struct Radius: Decodable {
            var lower: Double
            var upper: Double?
            var uncertified: Double?
        }

        var question: String
        var ending: String
        var radius: Radius
        var questions: Int
        var pixels: [Float]?
        var proofs: [String]?
    }

    private let workspace: Workspace

    init() throws { workspace = try Workspace.withSmokeSuite() }

    private func verify(_ options: String...) throws -> Ending {
        try workspace.verigap(
            [
                "verify", "--network", "Suites/networks/smoke.safetensors", "--images", "Suites/data/smoke-points.npy",
                "--labels", "Suites/data/smoke-labels.npy", "--data", "points:test:3",
            ] + options)
    }

    private func radius(_ options: String...) throws -> Answer {
        let ending = try workspace.verigap(
            [
                "verify", "--network", "Suites/networks/smoke.safetensors", "--images", "Suites/data/smoke-points.npy",
                "--labels", "Suites/data/smoke-labels.npy", "--data", "points:test:3", "--question",
                "minimum-distortion", "--json",
            ] + options)
        #expect(ending.exitCode == 0, "\(ending.errors)")
        return try JSONDecoder().decode(Answer.self, from: Data(ending.output.utf8))
    }

    @Test func bracketsAreOrderedAndProved() throws {
        var lower = [0.0]
        for method in ["interval", "lp-greedy", "lp-last", "lp-all"] {
            let answer = try radius("--method", method)
            #expect(answer.question == "minimum-distortion" && answer.ending == "finished")
            #expect(answer.radius.upper == nil && (answer.radius.uncertified ?? 0) > answer.radius.lower)
            #expect(answer.radius.lower >= (lower.last ?? 0) * 0.999, "\(method)")
            lower.append(answer.radius.lower)
        }
        let exact = try radius("--method", "bab", "--proof", "proofs")
        let upper = try #require(exact.radius.upper)
        #expect(exact.radius.lower < upper && upper - exact.radius.lower <= 1e-3 * upper)
        #expect(exact.radius.lower >= (lower.last ?? 0) * 0.999)
        let attack = try radius("--method", "pgd: { steps: 100, step-size: 0.002, loss: margin }")
        #expect(attack.radius.lower == 0 && (attack.radius.upper ?? 0) >= exact.radius.lower)
        // Both ends are sealed.
        let proofs = try #require(exact.proofs)
        #expect(proofs.count == 2)
        for proof in proofs {
            let check = try workspace.verigap(
                [
                    "check", proof, "--network", "Suites/networks/smoke.safetensors", "--images",
                    "Suites/data/smoke-points.npy", "--labels", "Suites/data/smoke-labels.npy",
                ])
            #expect(check.exitCode == 0, "\(check.errors)")
        }
    }

    @Test func theAnswerForPeople() throws {
        let text = try verify("--question", "minimum-distortion", "--method", "lp-all").output
        #expect(text.contains("question  minimum distortion in l∞, domain [0, 1]"))
        #expect(text.contains("radius    > 0.") && text.contains("not certified at 0."))
        #expect(try verify("--question", "minimum-distortion", "--method", "bab").output.contains(", ≤ 0."))
        let loose = try verify("--question", "minimum-distortion", "--method", "milp: { certify: false }").output
        #expect(loose.contains("the lower end rests on a solver's tolerances") && !text.contains("tolerances"))
        let small = try verify("--question", "minimum-distortion", "--method", "lp-all", "--epsilon", "1e-6")
        #expect(small.output.contains("> 1.000000e-6: nothing within the largest size asked"))
    }

    @Test func whatMakesNoSense() throws {
        #expect(try verify("--method", "lp-all").exitCode == 64)
        #expect(try verify("--question", "minimum-distortion", "--method", "clean").exitCode != 0)
        for options in [["--epsilon", "0"], ["--tolerance", "0"], ["--tolerance", "2"]] {
            let ending = try workspace.verigap(
                [
                    "verify", "--network", "Suites/networks/smoke.safetensors", "--data", "points:test:3", "--question",
                    "minimum-distortion", "--method", "lp-all",
                ] + options)
            #expect(ending.exitCode == 64, "\(options)")
        }
    }
}
