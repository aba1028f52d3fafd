import DataFormats
import Foundation
import TestSupport
import Testing

/// Nothing that a command prints or writes is lost with exit code 0, and nothing but regular files is replaced.
@Suite(
    "Standard output and files", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
struct OutputTests {
    private let workspace: Workspace

    init() throws {
        workspace = try Workspace.withSmokeSuite()
    }

    private func run() throws {
        #expect(try workspace.verigap("run", "smoke", "--store", Workspace.store, "-q").exitCode == 0)
    }

    @Test func aFullDeviceIsAnExitCode() throws {
        try run()
        let store = ["--store", Workspace.store]
        let verify = [
            "verify", "--network", "Suites/networks/smoke.safetensors", "--images", "Suites/data/smoke-points.npy",
            "--labels", "Suites/data/smoke-labels.npy", "--data", "smoke-points:test:3", "--epsilon", "0.02",
            "--method",
            "clean",
        ]
        let commands =
            [
                ["--help"], ["--version"], ["help", "run"], ["--generate-completion-script", "bash"], ["methods"],
                ["inspect", "Suites/networks/smoke.safetensors"], ["doctor"], verify, verify + ["--json"],
            ]
            + [
                ["plan", "smoke"], ["plan", "smoke", "--json"], ["run", "smoke", "-q"],
                ["run", "smoke", "-q", "--json"],
                ["report", "smoke"], ["report", "smoke", "--json"], ["export", "smoke", "--output", "-"],
                ["export", "smoke"],
            ].map { $0 + store }
        for command in commands {
            let ending = try workspace.shell(#""$0" "$@" > /dev/full"#, command)
            #expect(ending.exitCode == 73, "\(command): \(ending.errors)")
            #expect(ending.errors.contains("verigap: cannot write standard output: "), "\(command): \(ending.errors)")
        }
        // Standard output that is closed is no different.
        #expect(try workspace.shell(#""$0" methods >&-"#).exitCode == 73)
        // Where nobody can read a word, the exit code alone says it.
        #expect(try workspace.shell(#""$0" plan smoke --store nowhere.sqlite 2> /dev/full"#).exitCode == 0)
        #expect(try workspace.shell(#""$0" run smoke --fresh --store own.sqlite 2> /dev/full"#).exitCode == 73)
        #expect(try workspace.outcomes(of: "smoke", store: "own.sqlite").count == 680)
    }

    /// As every other program: silence, and the shell's 141.
    @Test func aReaderThatGoesAwayEndsTheProgram() throws {
        let ending = try workspace.shell(
            #"{ sleep 1; "$0" methods; echo $? > status; } | true; sleep 2; cat status"#)
        #expect(ending.output == "141\n" && ending.errors.isEmpty, "\(ending.output)\(ending.errors)")
    }

    @Test func onlyResultsAreOnStandardOutput() throws {
        let ending = try workspace.verigap(["run", "smoke", "--json", "--store", Workspace.store])
        #expect(try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) is [String: Any])
    }

    private static let brokenSolver = SharedData.folder.map { $0 + "/cases/glpk-assertion-stdout" } ?? ""

    /// A network on which an assertion of GLPK fails; what GLPK says of it is no result.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: brokenSolver), "needs the cases beside the checkout"))
    func wordsOfTheSolverAreNoResults() throws {
        let files = ["net.safetensors", "x.npy", "y.npy"].map { Self.brokenSolver + "/" + $0 }
        let ending = try workspace.verigap(
            "verify", "--network", files[0], "--images", files[1], "--labels", files[2], "--data", "m:t:0", "--epsilon",
            "0.1", "--method", "lp-all", "--json")
        #expect(ending.exitCode == 0)
        #expect(try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) is [String: Any], "\(ending.output)")
    }

    @Test func outputIntoDevicesPipesAndLinks() throws {
        try run()
        let export = ["export", "smoke", "--store", Workspace.store, "--output"]
        func content(_ name: String) throws -> [UInt8] { try FileBytes.read(workspace.path(name)) }
        func kind(_ name: String) -> FileAttributeType? {
            (try? FileManager.default.attributesOfItem(atPath: workspace.path(name)))?[.type] as? FileAttributeType
        }
        #expect(try workspace.verigap(export + ["plain.gz"]).exitCode == 0)
        let whole = try content("plain.gz")

        #expect(mkfifo(workspace.path("pipe"), 0o600) == 0)
        let piped = try workspace.shell(#"cat pipe > through.gz & "$0" "$@" && wait"#, export + ["pipe"])
        #expect(piped.exitCode == 0 && kind("pipe") != .typeRegular, "\(piped.errors)")
        #expect(try content("through.gz") == whole)

        try workspace.write("old", to: "real.gz")
        try FileManager.default.createSymbolicLink(
            atPath: workspace.path("link.gz"), withDestinationPath: "real.gz")
        #expect(try workspace.verigap(export + ["link.gz"]).exitCode == 0)
        #expect(kind("link.gz") == .typeSymbolicLink)
        #expect(try content("real.gz") == whole)

        for (place, word) in [("/dev/full", "No space left"), ("Suites", "it is a folder")] {
            let ending = try workspace.verigap(export + [place])
            #expect(ending.exitCode == 73 && ending.errors.contains("\(place): \(word)"), "\(ending.errors)")
        }
        #expect(try workspace.verigap(export + ["/dev/null"]).exitCode == 0)
        for device in ["/dev/null", "/dev/full"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: device)
            #expect(attributes[.type] as? FileAttributeType == .typeCharacterSpecial)
        }
        let words = try workspace.shell(#""$0" "$@" | gzip -t"#, export + ["/dev/stdout"])
        #expect(words.exitCode == 0, "\(words.errors)")
    }

    /// The case of a full disk behind standard output: not a byte is missing without a word.
    @Test(.enabled(if: Mounts.isAllowed, "only root may mount"))
    func aFullDisk() throws {
        try run()
        try Mounts.withMemory(at: workspace.path("disk"), "size=4k") {
            for name in ["first", "second"] {
                let ending = try workspace.shell(
                    #""$0" "$@" > disk/\#(name)"#, ["export", "smoke", "--store", Workspace.store, "--output", "-"])
                #expect(ending.exitCode == 73 && ending.errors.contains("cannot write standard output"))
            }
            let file = try workspace.verigap(
                "export", "smoke", "--store", Workspace.store, "--output", "disk/third")
            #expect(file.exitCode == 73 && file.errors.contains("cannot write disk/third"), "\(file.errors)")
            let left = try FileManager.default.contentsOfDirectory(atPath: workspace.path("disk"))
            #expect(left.sorted() == ["first", "second"])
        }
    }
}
