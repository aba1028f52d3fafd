import Foundation
import Reporter
import SuiteFiles
import Testing

/// A browser opens pages, runs their self-test and has nothing to complain of. Skipped, and listed as such, where there is none.
@Suite(
    "Pages in a browser", .serialized,
    .enabled(if: Browser.path != nil, "Chromium is not here (apt-get install chromium)"))
struct BrowserTests {
    private func expectSound(_ folder: String, rows: Int) throws {
        let result = try Browser.selftest(folder + "/index.html")
        #expect(result.failed.isEmpty && result.passed > 25, "\(result)")
        #expect(result.rows == rows)
        #expect(result.complaints.isEmpty)
    }

    @Test func aReportOfMargins() throws {
        try withFolder { folder in
            _ = try write(Fixture(), to: folder)
            try expectSound(folder, rows: 80)
        }
    }

    @Test func pictures() throws {
        let shown = ShownFixture()
        try withFolder { folder in
            _ = try shown.write(to: folder) { shown.pictures(for: $0) }
            try expectSound(folder, rows: 80)
        }
    }

    @Test func noMarginsAndUnfinished() throws {
        var fixture = Fixture()
        fixture.measure = .verdict
        fixture.tamper = { _, _, _, _, outcome in (outcome.marginLower, outcome.marginUpper) = (nil, nil) }
        fixture.isMissing = { method, index in method == "milp" && index > 3 }
        try withFolder { folder in
            _ = try write(fixture, to: folder)
            try expectSound(folder, rows: 80)
        }
    }

    @Test func hostileNames() throws {
        var fixture = Fixture()
        let text = "</script><img src=x onerror=alert(1)>\"'&<!-- \u{2028} ünïcode 数字 %2F/#query="
        (fixture.networks, fixture.title, fixture.notes) = ([(text, [0.02, 0.05])], text, [text])
        fixture.tamper = { _, _, _, index, outcome in if index == 0 { outcome.note = text } }
        try withFolder { folder in
            _ = try write(fixture, to: folder)
            try expectSound(folder, rows: 40)
        }
    }
}

/// Chromium without a window.
enum Browser {
    struct Result {
        var passed = 0
        var failed = [String]()
        var rows = 0
        /// What stood on the console.
        var complaints = [String]()
    }

    static let path = ["chromium", "chromium-browser", "google-chrome"].lazy.flatMap { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }

    static func selftest(_ page: String) throws -> Result {
        let profile = FileManager.default.temporaryDirectory.appendingPathComponent("browser-\(UUID())")
        defer { try? FileManager.default.removeItem(at: profile) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0",
            "--user-data-dir=\(profile.path)", "--virtual-time-budget=60000", "--dump-dom", "file://\(page)#selftest",
        ]
        let (output, errors) = (page + ".dom", page + ".log")
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        try process.run()
        process.waitUntilExit()
        var result = Result()
        let log = String(decoding: try Data(contentsOf: URL(fileURLWithPath: errors)), as: UTF8.self)
        result.complaints = log.split(separator: "\n").filter { $0.contains(":CONSOLE") }.map(String.init)
        let dom = String(decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self)
        let said = try #require(
            dom.firstMatch(of: /<pre id="selftest-result">(.*?)<\/pre>/), "the page did not test itself"
        ).output.1
        let text = said.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        result.passed = json["passed"] as? Int ?? 0
        result.failed = json["failed"] as? [String] ?? ["no result"]
        result.rows = json["rows"] as? Int ?? 0
        return result
    }
}
