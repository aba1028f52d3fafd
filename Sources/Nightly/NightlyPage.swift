import Figures
import ResultStore
import SuiteFiles
import Tables

/// The page that shows a ledger: `README.md` with its figures.
public struct NightlyPage {
    /// A file of the page, relative to its folder.
    public struct File: Sendable {
        public var path: String
        public var bytes: [UInt8]
    }

    public static let name = "README.md"
    /// Nights and changes that tables list, the newest.
    private static let limit = 40
    /// More changes than these are folded.
    private static let few = 10

    private let ledger: Ledger
    private let known: [String: [Acknowledgement]]
    private let baselines: [String: RunRecord]

    /// - Parameters:
    ///   - known: by suite, changes for the worse that somebody knows of; they are marked.
    ///   - baselines: by suite, the run that nights are held against.
    public init(
        _ ledger: Ledger, known: [String: [Acknowledgement]] = [:], baselines: [String: RunRecord] = [:]
    ) {
        self.ledger = ledger
        self.known = known
        self.baselines = baselines
    }

    /// All files, the page itself last.
    public func files() throws(FigureFault) -> [File] {
        var files = [File]()
        var text =
            "# Every night\n\nHow verifiers did, night by night, from [\(Ledger.name)](\(Ledger.name)): each row is a method on a "
            + "network at one size. Bounds, verdicts and counters depend on no machine: where the same was asked, what "
            + "changed, changed with the program. CPU time is noisy: a shift is known some nights after it came (E-divisive with Welch's test).\n"
        for suite in ledger.suites { text += try section(suite, &files) }
        files.append(File(path: Self.name, bytes: Array(text.utf8)))
        return files
    }

    private func section(_ suite: String, _ files: inout [File]) throws(FigureFault) -> String {
        let nights = ledger.nights(of: suite)
        let known = known[suite] ?? []
        let changes = ledger.exactChanges(of: suite, known: known)
        let shifts = ledger.timeChanges(of: suite, known: known)
        let figures = HistoryFigures(ledger, suite: suite, nights: nights, changes: changes, shifts: shifts)
        var text = "\n## \(PlainText.escapedMarkdown(suite))\n\n"
        if let last = nights.last { text += sentence(last, nights.count) }
        text += baselineSentence(suite)
        for (kind, plot) in [("tightness", figures.tightness), ("work", figures.work), ("time", figures.time)]
        where !plot.series.isEmpty {
            let stem = "figures/\(Self.fileName(suite))-\(kind)"
            let scene = plot.scene()
            files.append(File(path: "\(stem).png", bytes: try CairoRenderer.png(scene)))
            files.append(File(path: "\(stem).svg", bytes: SVGRenderer.svg(scene)))
            text += "<img src=\"\(stem).png\" width=\"460\" alt=\"\(PlainText.escapedHTML(plot.title))\">\n\n"
        }
        text +=
            "A marker is a change, hollow where it is acknowledged; a red triangle is a night that was worse than its gates "
            + "allow. Up is tighter, more work, more time.\n"
        text += "\n### Changes\n\n"
        let all = (changes + shifts).sorted { $0.night > $1.night }
        let table = ChangeTable.table(all, limit: Self.limit).markdown
        switch all.count {
        case 0: text += "None so far.\n"
        case ...Self.few: text += table
        default:
            text += "<details>\n<summary>\(all.count) changes, the newest first</summary>\n\n\(table)\n</details>\n"
        }
        return text + "\n### Nights\n\n" + nightTable(nights).markdown
    }

    private func sentence(_ night: Night, _ count: Int) -> String {
        let icon = night.status.isRed ? "🔴" : night.status == .same || night.status == .improved ? "🟢" : "⚪"
        let commit =
            night.commit.isEmpty ? "a commit that is not known" : "commit \(PlainText.markdownCode(night.commit))"
        return "\(icon) **\(night.status.rawValue)** in the last of \(count) night\(count == 1 ? "" : "s"), "
            + "\(PlainText.escapedMarkdown(night.start)), \(commit): \(night.answered) of \(night.queries) queries answered, "
            + "\(night.open) of them open."
            + (night.why.isEmpty ? "" : " \(PlainText.escapedMarkdown(night.why)).") + "\n\n"
    }

    private func baselineSentence(_ suite: String) -> String {
        guard let run = baselines[suite] else { return "There is no baseline yet.\n\n" }
        let commit = run.commit.map { ", commit \(PlainText.markdownCode($0))" } ?? ""
        return "Held against the night of \(PlainText.escapedMarkdown(run.startedAt))\(commit).\n\n"
    }

    private func nightTable(_ nights: [Night]) -> Table {
        let machines = Set(nights.map(\.machine)).count
        return Table(
            name: "nights", caption: "",
            columns: [
                .init("night", title: "night", alignment: .left), .init("status", title: "status", alignment: .left),
                .init("commit", title: "commit", alignment: .left), .init("answered", title: "answered"),
                .init("open", title: "open"), .init("cpu_seconds", title: "CPU", unit: "s", format: .significant(4)),
                .init("why", title: "compared", alignment: .left),
            ] + (machines > 1 ? [.init("machine", title: "machine", alignment: .left)] : []),
            rows: nights.suffix(Self.limit).reversed().map { night in
                .init(
                    [
                        .text(night.start),
                        .init(.text(night.status.rawValue), emphasis: night.status.isRed ? .alarm : .plain),
                        .text(night.commit), .number(night.answered), .number(night.open), .number(night.cpuSeconds),
                        .text(night.why),
                    ] + (machines > 1 ? [.text(night.machine)] : []))
            },
            notes: nights.count > Self.limit ? ["The newest \(Self.limit) of \(nights.count)."] : [])
    }

    /// The suite's name, as far as it makes no hidden file and no folder.
    static func fileName(_ suite: String) -> String {
        let name = suite.replacing("/", with: "_")
        return name.hasPrefix(".") ? "_" + name : name
    }
}
