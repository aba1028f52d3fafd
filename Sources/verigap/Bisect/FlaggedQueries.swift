import Bisection
import Foundation
import Questions
import SuiteFiles
import Verifiers

/// What a bisection asks every commit: the flagged queries, method by method, and which kinds of findings count.
struct FlaggedQueries {
    let suite: Suite
    let text: String
    let excerpts: [SuiteExcerpt]
    let kinds: Set<FindingKind>
    /// What must be found at a commit so that it is bad; empty: anything of the kinds.
    let places: Set<RecordedFindings.Place>

    /// Only CPU time is flagged.
    var isTimed: Bool { kinds == [.time] }

    /// - Parameters:
    ///   - path: of a comparison; `nil` where patterns alone say what is flagged.
    ///   - kinds: empty is all of them.
    /// - Throws: where nothing is flagged, or the suite has no such queries.
    init(
        from path: String?, _ patterns: [QueryPattern], _ kinds: Set<FindingKind>, suite name: String?,
        _ data: DataOptions
    ) throws {
        let recorded = try path.map { path in
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw CommandFault("there is no file \(path), or it cannot be read", status: .inputNotFound)
            }
            return try RecordedFindings(bytes, path: path)
        }
        let file = try SuiteLocation.find(name ?? recorded?.suite ?? "")
        let locator = try data.locator(suite: file)
        text = try SuiteReader.text(path: file)
        suite = try SuiteReader.document(
            path: file, catalog: MethodRegistry.catalog.withoutLibraries, search: FileSearch(locator)
        ).suite
        let cells = suite.cells(MethodRegistry.catalog)
        try Self.check(patterns, suite, cells)
        guard let recorded else {
            self.kinds = kinds.isEmpty ? FindingKind.untimed : kinds
            places = []
            excerpts = try Self.excerpts(
                patterns.flatMap { pattern in
                    cells.filter(pattern.covers).map { (cell: $0, index: pattern.index) }
                }, suite)
            return
        }
        func isMeant(_ place: RecordedFindings.Place) -> Bool {
            guard patterns.isEmpty == false else { return true }
            return patterns.contains { pattern in
                if place.kind == .time { return pattern.method == nil || pattern.method == place.cell.method }
                return place.sample.map { pattern.covers(place.cell, $0) } ?? pattern.covers(place.cell)
            }
        }
        var findings = recorded.findings.filter { finding in
            finding.contains(where: isMeant) && (kinds.isEmpty || finding.contains { kinds.contains($0.kind) })
        }
        let untimed = findings.filter { $0.contains { $0.kind != .time } }
        // What needs no clock is found sooner.
        if !untimed.isEmpty { findings = untimed }
        guard !findings.isEmpty else {
            let about = (kinds.map(\.rawValue).sorted() + patterns.map(\.description)).joined(separator: "; ")
            throw CommandFault("\(path ?? "") has no finding" + (about.isEmpty ? "" : " of \(about)"))
        }
        let all = findings.joined()
        self.kinds = Set(all.map(\.kind))
        // Which query's work grew most may differ from commit to commit.
        places = Set(all.map { $0.kind == .nodes ? .init(kind: .nodes, cell: $0.cell) : $0 })
        excerpts = try Self.excerpts(
            all.flatMap { place -> [(cell: SuiteCell, index: Int?)] in
                guard place.kind == .time else { return [(place.cell, place.sample?.index)] }
                return cells.filter { $0.method == place.cell.method }.map { ($0, nil) }
            }, suite)
    }

    /// Patterns must name what the suite has.
    private static func check(_ patterns: [QueryPattern], _ suite: Suite, _ cells: [SuiteCell]) throws {
        for pattern in patterns where !cells.contains(where: pattern.covers) {
            func hint(_ word: String?, _ known: [String], _ what: String) -> String? {
                guard let word, !known.contains(word) else { return nil }
                return "\n  \(suite.name) has no \(what) \(word): it has \(known.joined(separator: ", "))"
            }
            let hints = [
                hint(pattern.network, suite.networks.map(\.id), "network"),
                hint(pattern.method, suite.methods.map(\.id), "method"),
                hint(
                    pattern.size.map { "\(OptionValue.number($0))" },
                    Set(suite.networks.flatMap(\.epsilons)).sorted().map { "\(OptionValue.number($0))" }, "epsilon"),
            ].compactMap(\.self)
            throw CommandFault("--query '\(pattern)' is of no query of \(suite.name)" + hints.joined())
        }
    }

    /// One per method, in the order of the suite.
    private static func excerpts(
        _ flagged: [(cell: SuiteCell, index: Int?)], _ suite: Suite
    ) throws -> [SuiteExcerpt] {
        var excerpts = [String: SuiteExcerpt]()
        for (cell, index) in flagged {
            guard let network = suite.networks.first(where: { $0.id == cell.network }),
                suite.methods.contains(where: { $0.id == cell.method })
            else {
                throw CommandFault(
                    "\(suite.path) has no \(cell.method) on \(cell.network): --suite names the suite that the runs are of",
                    status: .dataFault)
            }
            let isNew = excerpts[cell.method] == nil
            var excerpt =
                excerpts[cell.method]
                ?? SuiteExcerpt(name: "", method: cell.method, networks: [:], samples: index.map { [$0] })
            // A method that classifies plainly is asked at any size; one is enough.
            let sizes = cell.size.map { [$0] } ?? network.epsilons.prefix(1).map(\.self)
            excerpt.networks[cell.network, default: []].formUnion(sizes)
            if !isNew { excerpt.samples = index.flatMap { index in excerpt.samples.map { $0.union([index]) } } }
            excerpts[cell.method] = excerpt
        }
        return suite.methods.compactMap { excerpts[$0.id] }.enumerated().map { number, excerpt in
            var excerpt = excerpt
            excerpt.name = "bisect-\(number + 1)"
            return excerpt
        }
    }
}
