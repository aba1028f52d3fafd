import Foundation
import Testing

@Suite("Commands of the built program")
struct CommandTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace.withSmokeSuite() }

    private struct Answer: Decodable {
        struct Witness: Decodable {
            var adversarialClass: Int
            var marginDouble: Double
            var distance: Double
            var pixels: [Float]
        }
        struct Perturbation: Decodable { var epsilon: Double }
        var label: Int
        var predicted: Int
        var verdict: String
        var marginLower: Double?
        var marginUpper: Double?
        var networkDigest: String
        var perturbation: Perturbation
        var witness: Witness?
    }

    private static let network = "Suites/networks/smoke.safetensors"

    @Test(arguments: ["clean", "interval", "pgd", "lp-greedy", "crown", "simplex", "lp-last", "lp-all", "milp"])
    func verify(_ method: String) throws {
        for (sample, epsilon) in [(3, 0.02), (5, 0.2)] {
            let command = [
                "verify", "--network", Self.network, "--images", "Suites/data/smoke-points.npy", "--labels",
                "Suites/data/smoke-labels.npy", "--data", "smoke-points:test:\(sample)", "--epsilon", "\(epsilon)",
                "--method", method,
            ]
            let human = try workspace.verigap(command)
            let machine = try workspace.verigap(command + ["--json"])
            #expect(human.exitCode == 0 && machine.exitCode == 0, "\(human.errors)\(machine.errors)")
            let answer = try JSONDecoder().decode(Answer.self, from: Data(machine.output.utf8))
            let lines = human.output.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1) }
            func line(_ name: String) -> String? {
                lines.first { $0[0] == name }.map { $0[1].trimmingCharacters(in: .whitespaces) }
            }
            // Plain classification proves nothing and calls nothing unknown.
            let words = method == "clean" ? ["unknown": "correct", "falsified": "misclassified"] : [:]
            #expect(line("verdict")?.hasPrefix(words[answer.verdict] ?? answer.verdict) == true, "\(human.output)")
            #expect(line("sample")?.hasSuffix("label \(answer.label), predicted \(answer.predicted)") == true)
            #expect(line("network")?.contains("(\(answer.networkDigest.prefix(12)))") == true)
            #expect(answer.perturbation.epsilon == epsilon && line("set")?.contains("≤ \(epsilon),") == true)
            #expect((answer.marginLower != nil || answer.marginUpper != nil) == (line("margin") != nil))
            if let range = line("margin") {
                let ends = range.dropFirst().dropLast().split(separator: ", ").map { Double($0) }
                try #require(ends.count == 2)
                for (shown, value) in zip(ends, [answer.marginLower, answer.marginUpper]) {
                    guard let value, let shown else { continue }
                    #expect(abs(shown - value) <= 1e-6 * max(1, abs(value)))
                }
            }
            #expect((answer.witness != nil) == (answer.verdict == "falsified"))
            #expect((answer.witness != nil) == (line("witness") != nil))
            if let witness = answer.witness {
                #expect(witness.marginDouble <= 0 && witness.distance <= epsilon && witness.pixels.count == 2)
                #expect(witness.adversarialClass != answer.label)
            }
        }
    }

    @Test func inspect() throws {
        let data = [
            "--images", "Suites/data/smoke-points.npy", "--labels", "Suites/data/smoke-labels.npy", "--data",
            "smoke-points",
        ]
        let human = try workspace.verigap(["inspect", Self.network] + data)
        #expect(human.exitCode == 0)
        #expect(human.output.contains("linear") && human.output.contains("2 of 40"), "\(human.output)")
        struct Description: Decodable {
            struct Test: Decodable { var images: Int, errors: Int, errorPercent: Double }
            var classes: Int
            var hiddenReLUs: Int
            var parameters: Int
            var test: Test?
        }
        let machine = try workspace.verigap(["inspect", Self.network, "--json"] + data)
        let description = try JSONDecoder().decode(Description.self, from: Data(machine.output.utf8))
        #expect(description.classes == 2 && description.hiddenReLUs == 6 && description.parameters == 29)
        #expect(description.test.map { [$0.images, $0.errors] } == [40, 2] && description.test?.errorPercent == 5)
    }

    @Test func planBeforeAndAfter() throws {
        struct Plan: Decodable { var queries: Int, answered: Int, derived: Int, unanswered: Int }
        func plan() throws -> Plan {
            let ending = try workspace.verigap("plan", "smoke", "--json", "--store", Workspace.store)
            #expect(ending.exitCode == 0, "\(ending.errors)")
            return try JSONDecoder().decode(Plan.self, from: Data(ending.output.utf8))
        }
        let before = try plan()
        #expect(before.queries == 680 && before.answered == 0 && before.unanswered == 680)
        #expect(!FileManager.default.fileExists(atPath: workspace.path(Workspace.store)))
        #expect(try workspace.verigap("run", "smoke", "--quiet", "--store", Workspace.store).exitCode == 0)
        let after = try plan()
        #expect(after.queries == 680 && after.answered == 640 && after.derived == 40 && after.unanswered == 0)
        let text = try workspace.verigap("plan", "smoke", "--store", Workspace.store).output
        #expect(text.contains("680 queries: 640 answered, 40 derived, 0 unanswered"), "\(text)")
    }

    @Test func doctor() throws {
        let ending = try workspace.verigap("doctor", "smoke")
        #expect(ending.exitCode == 0, "\(ending.output)")
        #expect(ending.output.contains("test error 5.00 % (2 of 40)"), "\(ending.output)")
        #expect(ending.output.contains(/ok +matrix products +1 thread/), "\(ending.output)")
        let machine = try workspace.verigap("doctor", "smoke", "--json")
        #expect(try JSONSerialization.jsonObject(with: Data(machine.output.utf8)) is [String: Any])
    }

    @Test func methods() throws {
        let text = try workspace.verigap("methods")
        let markdown = try workspace.verigap("methods", "--markdown")
        for name in ["clean", "interval", "pgd", "lp-greedy", "crown", "simplex", "lp-last", "lp-all", "milp"] {
            #expect(text.output.contains("\(name)  (") && markdown.output.contains("| `\(name)` |"))
        }
    }

    @Test func helpIsThere() throws {
        #expect(try workspace.verigap("--version").output.contains(/^[0-9]+\.[0-9]+\.[0-9]+\n$/))
        let help = try workspace.verigap("--help")
        #expect(help.exitCode == 0 && help.output.contains("Exit codes") && help.errors.isEmpty)
        for command in [
            "run", "report", "export", "import", "plan", "verify", "inspect", "convert", "doctor", "fetch", "methods",
        ] {
            #expect(help.output.contains("\n  \(command) "))
            let ending = try workspace.verigap(command, "--help")
            #expect(ending.exitCode == 0 && ending.output.contains("USAGE: verigap \(command)"), "\(ending.errors)")
        }
        for shell in ["bash", "zsh", "fish"] {
            let script = try workspace.verigap("--generate-completion-script", shell)
            #expect(script.exitCode == 0 && script.output.contains("verigap") && script.output.contains("cascade"))
        }
    }

    @Test(arguments: [
        ["walk"], ["run", "smoke", "--colour"], ["run"], ["run", "smoke", "--workers", "0"],
        ["report", "smoke", "--retry", "timeout"], ["inspect"], ["fetch", "imagenet"],
        ["verify", "--network", "n", "--data", "mnist:test:0", "--epsilon", "-1", "--method", "pgd"],
    ])
    func wrongCommandLines(_ arguments: [String]) throws {
        let ending = try workspace.verigap(arguments)
        #expect(ending.exitCode == 64 && ending.output.isEmpty && !ending.errors.isEmpty, "\(ending.errors)")
    }
}
