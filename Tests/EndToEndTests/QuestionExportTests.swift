import Foundation
import Questions
import Testing
import VNNLIB

/// Questions of suites as files that other tools read.
@Suite struct QuestionExportTests {
    private func summary(_ ending: Ending) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
        return try #require(object, "\(ending.errors)")
    }

    /// What `verify --property` says of the exported files is what the suite's run says.
    @Test func theFilesAskTheSame() throws {
        let workspace = try Workspace()
        try ToyProblem.write(
            to: workspace, samples: 8, epsilons: "[0.05, 0.1]", methods: ["clean", "bab"], settings: "cascade: false")
        let export = try workspace.verigap("export", "toy.yaml", "--format", "vnnlib", "-o", "out", "--json")
        #expect(export.exitCode == 0, "\(export.errors)")
        let counts = try summary(export)
        #expect(
            counts["instances"] as? Int == 16 && counts["networks"] as? Int == 1 && counts["properties"] as? Int == 16)
        #expect(
            try workspace.verigap("run", "toy.yaml", "--store", Workspace.store, "--quiet").exitCode == 0)
        let outcomes = try workspace.cells(of: "toy").filter { $0.method == "bab" }.flatMap(\.outcomes)
        let table = try String(contentsOfFile: workspace.path("out/instances.csv"), encoding: .utf8)
        let rows = table.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        #expect(rows.count == 16 && outcomes.count == 16 && rows.allSatisfy { $0[2] == "60" })
        for (row, stored) in zip(rows, outcomes) {
            let answer = try workspace.verigap(
                "verify", "--network", "out/" + row[0], "--property", "out/" + row[1], "--method", "bab", "--json")
            #expect(try summary(answer)["verdict"] as? String == stored.outcome.verdict.rawValue, "\(row[1])")
        }
    }

    /// In version 2.0 the properties are the same, question by question; the network's shapes are declared.
    @Test func theSecondVersionAsksTheSame() throws {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace, samples: 4, epsilons: "[0.1]", methods: ["bab"])
        let export = ["export", "toy.yaml", "--format", "vnnlib", "--output"]
        #expect(try workspace.verigap(export + ["one"]).exitCode == 0)
        let second = try workspace.verigap(export + ["two", "--version", "2.0"])
        #expect(second.exitCode == 0, "\(second.errors)")
        let (one, two) = (try workspace.files(below: "one"), try workspace.files(below: "two"))
        #expect(one.keys.sorted() == two.keys.sorted())
        for name in one.keys where name.hasSuffix(".vnnlib") {
            let texts = try [one, two].map { Array(try #require($0[name])) }
            let (old, new) = (try VNNLIBProperty(texts[0]), try VNNLIBProperty(texts[1]))
            #expect(new.describesTheSame(as: old) && old.inputShape == nil && new.inputShape?.first == 1, "\(name)")
        }
        #expect(one["instances.csv"] == two["instances.csv"])
        #expect(try workspace.verigap(export + ["three", "--version", "3.0"]).exitCode == 64)
        #expect(try workspace.verigap("export", "toy.yaml", "--version", "2.0").exitCode == 64)
    }

    @Test func filesThatAreThereStay() throws {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace, samples: 8, epsilons: "[0.05, 0.1]", methods: ["bab"])
        let export = ["export", "toy.yaml", "--format", "vnnlib", "--limit", "2", "--output", "out"]
        let first = try workspace.verigap(export)
        #expect(
            first.exitCode == 0
                && first.output.contains("out: 4 questions of toy in instances.csv, 1 network, 4 properties"))
        let before = try workspace.files(below: "out")
        #expect(before.count == 6)
        let again = try workspace.verigap(export)
        #expect(again.exitCode == 73 && again.errors.contains("--force replaces them"), "\(again.errors)")
        #expect(try workspace.verigap(export + ["--force"]).exitCode == 0)
        #expect(try workspace.files(below: "out") == before)
    }

    /// Exported questions are a table of instances: a suite like any other, whose questions are exported as they are.
    @Test func exportedQuestionsAreASuite() throws {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace, samples: 3, epsilons: "[0.1]", methods: ["bab"])
        #expect(try workspace.verigap("export", "toy.yaml", "--format", "vnnlib", "--output", "out").exitCode == 0)
        try workspace.write("suite: back\ninstances: { file: out/instances.csv }\nmethods: [bab]\n", to: "back.yaml")
        let second = try workspace.verigap("export", "back.yaml", "--format", "vnnlib", "--output", "twice")
        #expect(second.exitCode == 0, "\(second.errors)")
        let (one, two) = (try workspace.files(below: "out"), try workspace.files(below: "twice"))
        #expect(one.keys.sorted() == two.keys.sorted())
        #expect(one["instances.csv"] == two["instances.csv"] && one["onnx/TOY.onnx"] == two["onnx/TOY.onnx"])
        // The second is of doubles, the third of the very same.
        try workspace.write("suite: back\ninstances: { file: twice/instances.csv }\nmethods: [bab]\n", to: "back.yaml")
        #expect(try workspace.verigap("export", "back.yaml", "--format", "vnnlib", "--output", "thrice").exitCode == 0)
        #expect(try workspace.files(below: "thrice") == two)
    }

    @Test func whatCannotBeStatedIsNamed() throws {
        let workspace = try Workspace()
        for (settings, words) in [
            ("perturbation: { norm: 2 }", "3 questions skipped, VNN-LIB cannot state: balls in l2"),
            ("question: minimum-distortion", "3 questions skipped, VNN-LIB cannot state: minimum distortion"),
        ] {
            try ToyProblem.write(to: workspace, samples: 3, epsilons: "[0.1]", methods: ["bab"])
            var text = try String(contentsOfFile: workspace.path("toy.yaml"), encoding: .utf8)
            if settings.hasPrefix("question") {
                text = text.replacing("question: robust-error", with: settings).replacing(", epsilons: [0.1]", with: "")
            } else {
                text = text.replacing("perturbation: { norm: inf, input-domain: [0, 1] }", with: settings)
            }
            try workspace.write(text, to: "toy.yaml")
            let export = try workspace.verigap(
                "export", "toy.yaml", "--format", "vnnlib", "--output", "none", "--force")
            #expect(export.exitCode == 65 && export.errors.contains(words), "\(export.errors)")
            #expect(
                export.errors.contains("hint: ") && export.output.contains("nothing was written"), "\(export.output)")
            #expect(!FileManager.default.fileExists(atPath: workspace.path("none")))
        }
    }

    @Test func optionsThatDoNotGoTogether() throws {
        let workspace = try Workspace()
        for arguments in [
            ["--limit", "3"], ["--force"], ["--json"], ["--format", "vnnlib", "--witnesses"],
            ["--format", "vnnlib", "--output", "-"], ["--format", "vnnlib", "--limit", "0"], ["--format", "onnx"],
        ] {
            #expect(try workspace.verigap(["export", "toy.yaml"] + arguments).exitCode == 64, "\(arguments)")
        }
    }
}
