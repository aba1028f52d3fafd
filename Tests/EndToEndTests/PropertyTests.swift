import DataFormats
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks
import TestSupport
import Testing

/// Questions that files state in full, asked of an ONNX network whose answers are known: y = (relu(x₀ + x₁), relu(x₀ − x₁)) on
/// [0, 1]².
@Suite struct PropertyTests {
    private static let unsafe = [
        "holds": ["(<= Y_0 -0.5)"],
        "violated": ["(>= Y_1 0.5)"],
        // x₀ + x₁ ≥ 1.5 and x₀ − x₁ ≥ 0.6 would need x₀ ≥ 1.05: no half-space alone refutes it.
        "conjunction": ["(>= Y_0 1.5)", "(>= Y_1 0.6)"],
    ]

    private func workspace() throws -> Workspace {
        let workspace = try Workspace()
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, 1, 1, -1]), bias: [0, 0])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1]), bias: [0, 0])
        try NetworkFile.write(try builder.build(), to: workspace.path("net.onnx"))
        for (name, forms) in Self.unsafe {
            let variables = ["X_0", "X_1", "Y_0", "Y_1"].map { "(declare-const \($0) Real)" }
            let box = [0, 1].map { "(assert (<= X_\($0) 1))(assert (>= X_\($0) 0))" }
            let text = (variables + box + forms.map { "(assert \($0))" }).joined(separator: "\n")
            try workspace.write(Gzip.compress(Array(text.utf8)), to: "\(name).vnnlib.gz")
        }
        return workspace
    }

    private func answer(
        _ workspace: Workspace, _ name: String, _ method: String, _ more: [String] = []
    ) throws -> (object: [String: Any], exitCode: Int32?) {
        let answer = try workspace.verigap(
            ["verify", "--network", "net.onnx", "--property", "\(name).vnnlib", "--method", method, "--json"] + more)
        let object = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
        let members = try #require(object, "\(answer.errors)")
        return (members, answer.exitCode)
    }

    @Test(arguments: ["bab", "bab: { branching: widest }", "milp"])
    func completeMethodsKnow(_ method: String) throws {
        let workspace = try workspace()
        for (name, verdict) in [("holds", "robust"), ("violated", "falsified"), ("conjunction", "robust")] {
            let (object, code) = try answer(workspace, name, method)
            #expect(object["verdict"] as? String == verdict && code == 0, "\(name)")
        }
    }

    @Test func boundsAndAttacksSayNothingFalse() throws {
        let workspace = try workspace()
        for method in ["interval", "lp-greedy", "crown", "lp-all"] {
            #expect(try answer(workspace, "holds", method).object["verdict"] as? String == "robust", "\(method)")
            #expect(try answer(workspace, "violated", method).object["verdict"] as? String == "unknown", "\(method)")
        }
        #expect(try answer(workspace, "violated", "pgd: { restarts: 10 }").object["verdict"] as? String == "falsified")
        #expect(try answer(workspace, "conjunction", "pgd: { restarts: 10 }").object["verdict"] as? String == "unknown")
    }

    @Test func theCompetitionsResultIsWritten() throws {
        let workspace = try workspace()
        _ = try answer(workspace, "holds", "bab", ["--result", "h"])
        _ = try answer(workspace, "violated", "bab", ["--result", "violated.txt"])
        let files = try workspace.files()
        #expect(files["h"].map { String(decoding: $0, as: UTF8.self) } == "unsat\n")
        let text = String(decoding: try #require(files["violated.txt"]), as: UTF8.self)
        #expect(text.hasPrefix("sat\n((X_0 ") && text.contains("(Y_1 "))
    }

    @Test func whatFilesStateIsProvedAndChecked() throws {
        let workspace = try workspace()
        for name in ["holds", "violated", "conjunction"] { _ = try answer(workspace, name, "bab", ["--proof", "P"]) }
        let check = try workspace.verigap("check", "P")
        #expect(check.exitCode == 0 && check.output.contains("3 proofs: 2 robust, 1 falsified"), "\(check.output)")
        #expect(check.output.contains("2 inputs, 1 box, 1 conjunction of half-spaces"), "\(check.output)")
        #expect(try workspace.verigap("check", "--exact", "P").exitCode == 0)
        let file = try #require(try workspace.files(below: "P").keys.first { $0.hasPrefix("holds") })
        let same = try workspace.verigap("check", "--property", "holds.vnnlib", "P/" + file)
        #expect(same.exitCode == 0 && same.output.contains("the property is the file's"), "\(same.output)")
        let other = try workspace.verigap("check", "--property", "violated.vnnlib", "P/" + file)
        #expect(other.exitCode == 5 && other.output.contains("another property"), "\(other.output)")
        #expect(try workspace.verigap("check", "--property", "none.vnnlib", "P/" + file).exitCode == 66)
        let none = try answer(workspace, "violated", "pgd: { restarts: 10 }", ["--proof", "Q"])
        #expect(none.exitCode == 0)
        #expect(try workspace.verigap("check", "Q").output.contains("the witness lies in a box"))
    }

    @Test func aRunOverInstancesLeavesProofs() throws {
        let workspace = try workspace()
        try workspace.write(
            "net.onnx,holds.vnnlib,5\nnet.onnx,violated.vnnlib,5\nnet.onnx,conjunction.vnnlib,7\n",
            to: "instances.csv")
        try workspace.write(
            "suite: given\ninstances: { file: instances.csv, name: small }\nmethods: [crown, bab, pgd]\n",
            to: "given.yaml")
        let run = try workspace.verigap(["run", "given.yaml", "--store", "s.sqlite", "--quiet", "--proof", "P"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let check = try workspace.verigap("check", "P")
        #expect(check.exitCode == 0 && check.output.contains(" 0 refused"), "\(check.output)")
        _ = try workspace.verigap(["report", "given.yaml", "--store", "s.sqlite", "--output", "R", "--quiet"])
        let results = String(decoding: try #require(try workspace.files()["R/given/results.csv"]), as: UTF8.self)
        let files = Set(try workspace.files(below: "P").keys)
        #expect(files.count == 3 && files.allSatisfy { results.contains($0) }, "\(files) \(results)")
    }

    private static let acas = (SharedData.folder ?? "") + "/data/acasxu"

    /// An instance of the competition, of five inputs and 300 ReLUs.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: acas + "/instances.csv"), "needs acasxu in ../shared"))
    func aPublishedInstanceIsProved() throws {
        let workspace = try workspace()
        let table = try String(contentsOfFile: Self.acas + "/instances.csv", encoding: .utf8)
        let first = try #require(table.split(whereSeparator: \.isNewline).first).split(separator: ",").map(String.init)
        let answer = try workspace.verigap([
            "verify", "--network", Self.found(first[0]), "--property", Self.found(first[1]), "--method", "bab",
            "--measure", "verdict", "--proof", "P",
        ])
        #expect(answer.exitCode == 0 && answer.output.contains("no counterexample exists"), "\(answer.errors)")
        let check = try workspace.verigap("check", "--property", Self.found(first[1]), "P")
        #expect(check.exitCode == 0 && check.output.contains("the property is the file's"), "\(check.output)")
    }

    private static func found(_ name: String) -> String {
        let path = acas + "/" + name
        return FileManager.default.fileExists(atPath: path) ? path : path + ".gz"
    }

    @Test func whatDoesNotFitIsSaid() throws {
        let workspace = try workspace()
        try workspace.write("(declare-const X_0 Real)(declare-const Y_0 Real)(assert (<= X_0 1))", to: "other.vnnlib")
        try workspace.write("(assert (<= X_0 1)", to: "broken.vnnlib")
        for (name, code, words) in [
            ("other", Int32(65), "is about 1 inputs"), ("broken", 65, "broken.vnnlib:1"), ("none", 66, "there is no"),
        ] {
            let answer = try workspace.verigap([
                "verify", "--network", "net.onnx", "--property", "\(name).vnnlib", "--method", "bab",
            ])
            #expect(answer.exitCode == code && answer.errors.contains(words), "\(name) \(answer.errors)")
        }
        let both = try workspace.verigap([
            "verify", "--network", "net.onnx", "--property", "holds.vnnlib", "--epsilon", "0.1", "--method", "bab",
        ])
        #expect(both.exitCode == 64 && both.errors.contains("no meaning with --property"))
    }

    private static let declarations = ["X_0", "X_1", "Y_0", "Y_1"].map { "(declare-const \($0) Real)" }.joined()

    /// Holds of every network: in the result, as JSON, with a proof, and in a suite.
    @Test func aPropertyThatNothingSatisfiesHolds() throws {
        let workspace = try workspace()
        let assertions = "(assert (>= X_0 0.10000000000000000001))(assert (<= X_0 0.1))(assert (<= Y_0 0))"
        try workspace.write(Self.declarations + assertions, to: "empty.vnnlib")
        for method in ["bab", "pgd", "interval"] {
            let (object, code) = try answer(workspace, "empty", method, ["--result", "r.txt", "--proof", "P"])
            #expect(object["verdict"] as? String == "robust" && code == 0, "\(method) \(object)")
            #expect((object["note"] as? String)?.contains("no point satisfies") == true, "\(object)")
            #expect(try workspace.files()["r.txt"].map { String(decoding: $0, as: UTF8.self) } == "unsat\n")
        }
        let check = try workspace.verigap("check", "--property", "empty.vnnlib", "P")
        #expect(check.exitCode == 0 && check.output.contains("there is nothing to prove"), "\(check.output)")
        try workspace.write("net.onnx,empty.vnnlib,5\nnet.onnx,holds.vnnlib,5\n", to: "instances.csv")
        try workspace.write("suite: given\ninstances: { file: instances.csv }\nmethods: [bab]\n", to: "given.yaml")
        let run = try workspace.verigap(["run", "given.yaml", "--store", "s.sqlite", "--quiet"])
        #expect(run.exitCode == 0 && run.output.contains("robust 2"), "\(run.output) \(run.errors)")
    }

    /// Every fault behind the command line is a result, with its message and exit code.
    @Test func faultsAreResults() throws {
        let workspace = try workspace()
        try workspace.write("(assert (<= X_0 1)", to: "broken.vnnlib")
        try workspace.write("no model", to: "bad.onnx")
        for (network, property, method, code) in [
            ("net.onnx", "broken.vnnlib", "bab", Int32(65)), ("net.onnx", "none.vnnlib", "bab", 66),
            ("bad.onnx", "holds.vnnlib", "bab", 65), ("none.onnx", "holds.vnnlib", "bab", 66),
            ("net.onnx", "holds.vnnlib", "bub", 65), ("net.onnx", "holds.vnnlib", "external", 64),
        ] {
            try? FileManager.default.removeItem(atPath: workspace.path("r.txt"))
            let answer = try workspace.verigap([
                "verify", "--network", network, "--property", property, "--method", method, "--result", "r.txt",
            ])
            #expect(answer.exitCode == code && !answer.errors.isEmpty, "\(network) \(property) \(answer.errors)")
            let result = try workspace.files()["r.txt"].map { String(decoding: $0, as: UTF8.self) }
            #expect(result == "error\n", "\(network) \(property) \(method)")
        }
        // Options that do not go together, over what an earlier question left there.
        try workspace.write("unsat\n", to: "v.txt")
        let together = try workspace.verigap([
            "verify", "--network", "net.onnx", "--property", "holds.vnnlib", "--method", "bab", "--result", "v.txt",
            "--epsilon", "0.1",
        ])
        #expect(together.exitCode == 64 && together.errors.contains("the file states the whole question"))
        #expect(try workspace.files()["v.txt"] == Data("error\n".utf8))
        // Words that are none of the command line's.
        let usage = try workspace.verigap([
            "verify", "--network", "net.onnx", "--property", "holds.vnnlib", "--method", "bab", "--result", "u.txt",
            "--measure", "nothing",
        ])
        #expect(usage.exitCode == 64)
        #expect(try workspace.files()["u.txt"] == nil)
    }

    /// Options that the file's question leaves no room for are refused, and never passed over.
    @Test(arguments: [
        ["--input-domain", "0,0.5"], ["--reference", "prediction"], ["--tolerance", "0.1"], ["--norm", "2"],
    ])
    func whatAPropertyLeavesNoRoomFor(_ options: [String]) throws {
        let workspace = try workspace()
        let answer = try workspace.verigap(
            ["verify", "--network", "net.onnx", "--property", "holds.vnnlib", "--method", "bab", "--result", "r.txt"]
                + options)
        #expect(answer.exitCode == 64 && answer.errors.contains("\(options[0]) has no meaning with --property"))
        #expect(try workspace.files()["r.txt"] == Data("error\n".utf8))
    }

    /// A result never takes the place of what is read, under whatever name.
    @Test func aResultOverwritesNoInput() throws {
        let workspace = try workspace()
        let files = FileManager.default
        try files.createSymbolicLink(atPath: workspace.path("link"), withDestinationPath: workspace.path("net.onnx"))
        try files.linkItem(atPath: workspace.path("holds.vnnlib.gz"), toPath: workspace.path("hard"))
        let before = try workspace.files()
        for (result, property) in [
            ("net.onnx", "holds.vnnlib"), ("net.onnx", "none.vnnlib"), ("link", "holds.vnnlib"),
            ("./net.onnx", "violated.vnnlib"),
            ("holds.vnnlib.gz", "holds.vnnlib"), ("hard", "holds.vnnlib"),
        ] {
            let answer = try workspace.verigap([
                "verify", "--network", "net.onnx", "--property", property, "--method", "bab", "--result", result,
            ])
            #expect(answer.exitCode == 64 && answer.errors.contains("--result would overwrite"), "\(result)")
        }
        #expect(try workspace.files() == before)
    }

    /// One faulty file leaves the other instances of a suite alone.
    @Test func aFaultyInstanceFailsAlone() throws {
        let workspace = try workspace()
        try workspace.write("(assert (<= X_0 1)", to: "broken.vnnlib")
        try workspace.write(
            "(declare-const X_0 Real)(declare-const Y_0 Real)(assert (<= X_0 1))(assert (>= X_0 0))(assert (<= Y_0 0))",
            to: "other.vnnlib")
        try workspace.write("no model", to: "bad.onnx")
        try workspace.write(
            "net.onnx,holds.vnnlib,5\nnet.onnx,broken.vnnlib,5\nbad.onnx,holds.vnnlib,5\nnet.onnx,other.vnnlib,5\n"
                + "net.onnx,violated.vnnlib,5\nnone.onnx,holds.vnnlib,5\nnet.onnx,none.vnnlib,5\n", to: "instances.csv")
        try workspace.write(
            "suite: given\ninstances: { file: instances.csv, name: small }\nmethods: [crown, bab]\n", to: "given.yaml")
        let plan = try workspace.verigap(["plan", "given.yaml", "--store", "s.sqlite"])
        for words in [
            "bad.onnx", "broken.vnnlib", "other is about 1 inputs", "none.onnx: there is no such file",
            "none.vnnlib: there is no such file",
            "the others are asked",
        ] {
            #expect(plan.exitCode == 0 && plan.output.contains(words), "\(words) \(plan.output) \(plan.errors)")
        }
        let run = try workspace.verigap(["run", "given.yaml", "--store", "s.sqlite", "--proof", "P"])
        #expect(run.exitCode == 0 && run.errors.contains("broken.vnnlib"), "\(run.errors)")
        #expect(run.output.contains("unsupported 5"), "\(run.output)")
        let report = try workspace.verigap(["report", "given.yaml", "--store", "s.sqlite", "--output", "R", "--quiet"])
        #expect(report.exitCode == 0, "\(report.errors)")
        let files = try workspace.files()
        let failures = String(decoding: try #require(files["R/given/tables/failures.csv"]), as: UTF8.self)
        #expect(failures.split(whereSeparator: \.isNewline).count == 6, "\(failures)")
        #expect(failures.contains("this parenthesis is never closed"), "\(failures)")
        let text = String(decoding: try #require(files["R/given/report.md"]), as: UTF8.self)
        #expect(text.contains("5 instances could not be asked") && text.contains("## Not asked"), "\(text)")
        let check = try workspace.verigap(["report", "given.yaml", "--check", "--output", "R"])
        #expect(check.exitCode == 0, "\(check.output) \(check.errors)")
        // A file that was mended is asked; what was answered is not.
        try workspace.write(try #require(files["net.onnx"]).map(\.self), to: "bad.onnx")
        let again = try workspace.verigap(["run", "given.yaml", "--store", "s.sqlite", "--quiet", "--json"])
        #expect(again.exitCode == 0 && again.output.contains("\"unanswered\" : 0"), "\(again.output) \(again.errors)")
        _ = try workspace.verigap(["report", "given.yaml", "--store", "s.sqlite", "--output", "R", "--quiet"])
        let fewer = String(decoding: try #require(try workspace.files()["R/given/tables/failures.csv"]), as: UTF8.self)
        #expect(fewer.split(whereSeparator: \.isNewline).count == 5 && !fewer.contains("bad.onnx"), "\(fewer)")
        let export = try workspace.verigap(["export", "given.yaml", "--format", "vnnlib", "--output", "Q"])
        #expect(export.exitCode == 65 && export.errors.contains("broken.vnnlib"), "\(export.errors)")
        // What was asked and is not here cannot be compared; what was not there then is no change.
        for name in ["violated.vnnlib.gz", "bad.onnx"] {
            try FileManager.default.removeItem(atPath: workspace.path(name))
        }
        let incomparable = try workspace.verigap(["report", "given.yaml", "--check", "--output", "R"])
        #expect(incomparable.exitCode == 66, "\(incomparable.output) \(incomparable.errors)")
        for name in ["violated.vnnlib", "bad.onnx"] {
            #expect(incomparable.errors.contains("\(name) here"), "\(incomparable.errors)")
        }
        // A table that cannot be read is a fault of the suite.
        try workspace.write("net.onnx,holds.vnnlib\n", to: "instances.csv")
        #expect(try workspace.verigap(["run", "given.yaml", "--store", "s.sqlite"]).exitCode == 65)
    }

    /// Networks and properties that lie there packed are found; JSON speaks of no class.
    @Test func packedFilesAreFound() throws {
        let workspace = try workspace()
        try workspace.write(Gzip.compress(Array(try #require(try workspace.files()["net.onnx"]))), to: "packed.onnx.gz")
        let answer = try workspace.verigap([
            "verify", "--network", "packed.onnx", "--property", "holds.vnnlib", "--method", "bab", "--json",
        ])
        #expect(answer.exitCode == 0, "\(answer.errors)")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        #expect(object["property"] != nil && object["verdict"] as? String == "robust")
        for key in ["label", "predicted", "predictedInSinglePrecision", "perturbation"] { #expect(object[key] == nil) }
    }

    @Test func aTableOfInstancesIsASuite() throws {
        let workspace = try workspace()
        try workspace.write(
            "net.onnx,holds.vnnlib,5\n./net.onnx,violated.vnnlib,5\nnet.onnx,conjunction.vnnlib,7\n",
            to: "instances.csv")
        try workspace.write(
            """
            suite: given
            instances: { file: instances.csv, name: small }
            methods: [interval, bab]

            """, to: "given.yaml")
        let run = try workspace.verigap(["run", "given.yaml", "--store", "s.sqlite", "--json", "--quiet"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let report = try workspace.verigap(["report", "given.yaml", "--store", "s.sqlite", "--output", "R", "--quiet"])
        #expect(report.exitCode == 0, "\(report.errors)")
        let results = String(decoding: try #require(try workspace.files()["R/given/results.csv"]), as: UTF8.self)
        let lines = results.split(whereSeparator: \.isNewline).filter { $0.contains(",bab,") }
        #expect(lines.count == 3 && lines.count { $0.contains("robust") } == 2, "\(results)")
        // Everything is answered.
        let again = try workspace.verigap(["plan", "given.yaml", "--store", "s.sqlite"])
        #expect(
            again.output.contains("6 queries: 6 answered") || again.output.contains("0 unanswered"), "\(again.output)")
    }

    /// The smaller of a method's own limit and the instance's; `report --check` and `doctor` know such suites.
    @Test func limitsAndChecksOfInstances() throws {
        let workspace = try workspace()
        try workspace.write("net.onnx,holds.vnnlib,5\nnet.onnx,violated.vnnlib,0.5\n", to: "instances.csv")
        try workspace.write(
            """
            suite: given
            instances: { file: instances.csv }
            methods: [bab: { time-limit: 1 s }]

            """, to: "given.yaml")
        let run = try workspace.verigap(["run", "given.yaml", "--store", "s.sqlite", "--quiet"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let report = try workspace.verigap(["report", "given.yaml", "--store", "s.sqlite", "--output", "R", "--quiet"])
        #expect(report.exitCode == 0, "\(report.errors)")
        let outcomes = try #require(try workspace.files()["R/given/outcomes.jsonl.gz"])
        let text = String(decoding: try Gzip.decompress(Array(outcomes)), as: UTF8.self)
        #expect(text.contains("\"time-limit\":1,") || text.contains("\"time-limit\":1}"), "\(text.prefix(3000))")
        #expect(text.contains("\"time-limit\":0.5"))
        let check = try workspace.verigap(["report", "given.yaml", "--check", "--output", "R"])
        #expect(check.exitCode == 0, "\(check.output) \(check.errors)")
        let doctor = try workspace.verigap(["doctor", "given.yaml"])
        #expect(doctor.exitCode == 0 && doctor.output.contains("1 instance"), "\(doctor.output)")
    }

    /// Several tables are one suite; each instance is asked what its own table says.
    @Test func severalTablesAreOneSuite() throws {
        let workspace = try workspace()
        try workspace.write("net.onnx,holds.vnnlib,5\nmore/net.onnx,conjunction.vnnlib,5\n", to: "a.csv")
        try workspace.write(try #require(try workspace.files()["net.onnx"]).map(\.self), to: "more/net.onnx")
        try workspace.write("net.onnx,violated.vnnlib,5\nnet.onnx,holds.vnnlib,7\n", to: "b.csv")
        try workspace.write(
            """
            suite: both
            instances: [{ file: a.csv, name: a }, { file: b.csv, name: b }]
            methods: [bab]

            """, to: "both.yaml")
        let run = try workspace.verigap(["run", "both.yaml", "--store", "s.sqlite", "--quiet", "--workers", "1"])
        #expect(run.exitCode == 0, "\(run.errors)")
        let report = try workspace.verigap(["report", "both.yaml", "--store", "s.sqlite", "--output", "R", "--quiet"])
        #expect(report.exitCode == 0, "\(report.errors)")
        let text = String(decoding: try #require(try workspace.files()["R/both/tables/standings.csv"]), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).dropFirst().map { $0.components(separatedBy: ",")[..<6] }
        // Instances, solved, holds, violated.
        #expect(
            lines.map { $0.joined(separator: " ") }
                == ["a verigap 2 2 2 0", "b verigap 2 2 1 1", "all verigap 4 4 3 1"], "\(text)")
    }

    /// The least output lies at an input of 0 and is a few units above what is asked for: boxes are halved towards 0 until no
    /// number lies between their ends.
    @Test func halvingEndsAtTheSmallestNumber() throws {
        let workspace = try Workspace()
        var builder = NetworkBuilder(input: [1])
        try builder.linear(weight: Matrix(rows: 2, columns: 1, elements: [1, -1]), bias: [0.1, 0.7])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 1, columns: 2, elements: [1.3, 0.1]), bias: [-0.3])
        try NetworkFile.write(try builder.build(), to: workspace.path("net.onnx"))
        try workspace.write(
            """
            (declare-const X_0 Real)(declare-const Y_0 Real)
            (assert (>= X_0 0))(assert (<= X_0 1))(assert (<= Y_0 -0.1000000149011613))
            """, to: "edge.vnnlib")
        let (object, code) = try answer(workspace, "edge", "bab", ["--time-limit", "5 s"])
        let verdict = try #require(object["verdict"] as? String)
        #expect(["robust", "unknown"].contains(verdict) && code == 0, "\(object)")
    }
}
