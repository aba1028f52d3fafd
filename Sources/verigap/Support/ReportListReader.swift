import DataFormats
import Foundation
import Pages
import Questions
import Reporter
import ResultStore
import SuiteFiles
import Verifiers

/// What a folder of reports holds, each held against its suite.
struct ReportListReader {
    var folder: String
    var data: DataOptions

    /// By name of their folders. Throws where there is no report, or outcomes cannot be read.
    func entries() throws -> [ReportList.Entry] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().filter {
            FileManager.default.fileExists(atPath: "\(folder)/\($0)/\(OutcomeFile.name)")
        }
        guard !names.isEmpty else {
            throw CommandFault(
                "there is no report in \(folder): none of its folders has \(OutcomeFile.name)", status: .inputNotFound)
        }
        return try names.map(entry)
    }

    private func entry(_ name: String) throws -> ReportList.Entry {
        let snapshot = try OutcomeFile.read("\(folder)/\(name)/\(OutcomeFile.name)")
        let figures = ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)/figures")) ?? [])
            .sorted()
        let pictures = figures.filter { $0.hasSuffix(".png") }
        let (headline, freshness, isStale) = try state(name, snapshot)
        return ReportList.Entry(
            folder: name, title: snapshot.run.title, headline: headline,
            date: String(snapshot.run.startedAt.prefix(10)),
            freshness: freshness, isStale: isStale,
            picture: Self.picture(of: pictures).map { "figures/\($0)" },
            hasPage: FileManager.default.fileExists(atPath: "\(folder)/\(name)/\(Reporter.pageName)"))
    }

    /// The gap where there is one, else times, else the first.
    private static func picture(of figures: [String]) -> String? {
        ["gap", "cactus"].lazy.compactMap { name in figures.first { $0.contains(name) } }.first ?? figures.first
    }

    /// What it says, and whether it follows from its outcomes and its suite asks the same by now.
    private func state(_ name: String, _ snapshot: RunSnapshot) throws -> (String, String, Bool) {
        guard let path = try? SuiteLocation.find(name) else {
            return (headline(name), "not compared: its suite is not here", false)
        }
        let suite = try SuiteArgument.parse([path]).readText(data).suite
        let (result, summary) = try ReportCheck(
            suite: suite, snapshot: snapshot, locator: try data.locator(suite: path),
            hasPage: FileManager.default.fileExists(atPath: "\(folder)/\(name)/\(Reporter.pageName)")
        ).result("\(folder)/\(name)")
        let faults = result.changes + result.differences.map(\.description)
        guard let first = faults.first else { return (summary.headline, "fresh", false) }
        let rest = faults.count > 1 ? " and \(faults.count - 1) more" : ""
        return (summary.headline, "stale: \(first)\(rest)", true)
    }

    /// The first paragraph of a report as it stands there.
    private func headline(_ name: String) -> String {
        let text = (try? String(contentsOfFile: "\(folder)/\(name)/report.md", encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        return lines.first { !$0.hasPrefix("#") }.map(String.init) ?? ""
    }

    func holds(_ text: String, in name: String) -> Bool {
        FileManager.default.contents(atPath: "\(folder)/\(name)") == Data(text.utf8)
    }

    func write(_ text: String, to name: String) throws {
        try AtomicFile.write(Array(text.utf8), to: "\(folder)/\(name)")
    }
}
