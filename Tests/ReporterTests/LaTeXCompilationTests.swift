import Foundation
import Questions
import Reporter
import SuiteFiles
import Testing

/// Whether pdflatex is here; without it nothing can be told.
private let hasLaTeX =
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/pdflatex") }

/// `make tex-test` of a report whose names are as bad as they come.
@Suite("LaTeX compiles", .enabled(if: hasLaTeX, "pdflatex is not here")) struct LaTeXCompilationTests {
    @Test func hostileNamesCompileInEveryLayout() throws {
        try withFolder { folder in
            var fixture = Fixture()
            fixture.networks = [
                ("\\input{x} % & # $ _ ^ ~ {", [0.02]), (String(repeating: "unbreakable", count: 7), [0.02]),
                ("网络 Ж [1] *", [0.02]), ("salman2019/experiment_1/ADV_MLP_B_0.03.pth", [2.0 / 255]),
            ]
            fixture.writtenEpsilons = [2.0 / 255: "2/255"]
            fixture.notes = [
                "Of 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.", "50 % & more_of_it",
            ]
            fixture.askedCount = { $0 == "milp" ? 10 : nil }
            var suite = fixture.suite
            suite.methods[1].label = PrintedName(plain: "PGD", tex: "$\\ell_\\infty$-\\textsc{pgd}")
            _ = try Reporter.write(snapshot: fixture.snapshot, suite: suite, catalog: fixture.catalog, to: folder)
            let (status, output) = try texTest(folder)
            #expect(status == 0, "\(output)")
        }
    }

    /// The test itself sees what is wrong.
    @Test func whatDoesNotFitIsRefused() throws {
        try withFolder { folder in
            _ = try write(Fixture(), to: folder)
            let table = folder + "/tables/robust-error.tex"
            let fine = try String(contentsOfFile: table, encoding: .utf8)
            for (broken, complaint) in [
                (fine.replacing("\\caption{Bounds", with: "\\caption{}\\nonsense{"), "does not compile"),
                (fine + "\n\\noindent\\rule{30cm}{1pt}\n", "Overfull"),
                (fine.replacing(/\\caption\{[^\n]*\}/, with: "\\caption{}"), "captions without words"),
            ] {
                try broken.write(toFile: table, atomically: true, encoding: .utf8)
                let (status, output) = try texTest(folder)
                #expect(status != 0 && output.contains(complaint), "\(output)")
            }
        }
    }

    private func texTest(_ folder: String) throws -> (status: Int32, output: String) {
        let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let process = Process()
        process.executableURL = root.appendingPathComponent(".ci/tex-test")
        process.arguments = [folder]
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
