/// Counts of trials per contender.
struct Tally: Sendable {
    struct Row: Sendable {
        var (robust, unsealed, falsified, rejected, unknown, wrong, seconds) = (0, 0, 0, 0, 0, 0, 0.0)

        static func + (a: Row, b: Row) -> Row {
            Row(
                robust: a.robust + b.robust, unsealed: a.unsealed + b.unsealed, falsified: a.falsified + b.falsified,
                rejected: a.rejected + b.rejected, unknown: a.unknown + b.unknown, wrong: a.wrong + b.wrong,
                seconds: a.seconds + b.seconds)
        }
    }

    private(set) var subjects = 0
    /// Subjects whose every point has a margin > 0, and subjects of which the opposite is known.
    private(set) var (robust, refuted) = (0, 0)
    private(set) var rows: [String: Row] = [:]
    private(set) var order: [String] = []
    /// What is held against contenders that stand by their words, against the checker and against the witness check.
    private(set) var faults: [(title: String, words: String)] = []

    mutating func begin(_ subject: Subject) {
        subjects += 1
        if subject.truth?.provesRobust ?? false { robust += 1 }
        if subject.truth?.refutesRobust ?? false { refuted += 1 }
    }

    mutating func add(_ trial: Trial, _ subject: Subject) {
        let name = trial.contender.name
        var row = Row()
        switch trial.verdict {
        case .robust: (row.robust, row.unsealed) = trial.isUnsealed == nil ? (1, 0) : (0, 1)
        case .falsified: row.falsified = 1
        case .witnessRejected: row.rejected = 1
        default: row.unknown = 1
        }
        if !trial.faults.isEmpty { row.wrong = 1 }
        row.seconds = trial.seconds
        add(row, name)
        guard trial.contender.isBound else { return }
        for fault in trial.faults { faults.append(("\(fault.kind) · \(name)", "\(subject.name): \(fault.words)")) }
    }

    mutating func add(title: String, _ words: String) { faults.append((title, words)) }

    mutating func add(_ other: Tally) {
        subjects += other.subjects
        robust += other.robust
        refuted += other.refuted
        for name in other.order { add(other.rows[name, default: Row()], name) }
        faults += other.faults
    }

    private mutating func add(_ row: Row, _ name: String) {
        if rows[name] == nil { order.append(name) }
        rows[name] = rows[name, default: Row()] + row
    }
}

extension Tally {
    /// What is wrong: per contender and kind how often, with examples; `nil` where nothing is.
    var summary: String? {
        guard !faults.isEmpty else { return nil }
        let kinds = Dictionary(grouping: faults) { $0.title }.sorted { $0.key < $1.key }
        return "\(faults.count) faults\n"
            + kinds.map { title, all in
                "\(title) × \(all.count)\n" + all.prefix(3).map { "    \($0.words)" }.joined(separator: "\n")
            }.joined(separator: "\n")
    }

    /// A table for people.
    var table: String {
        func line(_ name: String, _ cells: [String]) -> String {
            ([name.padding(to: 46)] + cells.map { String(String($0.reversed()).padding(to: 10).reversed()) }).joined()
        }
        let lines = order.map { name in
            let row = rows[name, default: Row()]
            let counts = [row.robust, row.unsealed, row.falsified, row.rejected, row.unknown, row.wrong].map(
                String.init)
            return line(name, counts + ["\((row.seconds * 10).rounded() / 10)"])
        }
        let head = line("method", ["robust", "unsealed", "falsified", "rejected", "unknown", "wrong", "seconds"])
        return (["\(robust) robust, \(refuted) not, \(subjects - robust - refuted) open", head] + lines)
            .joined(separator: "\n")
    }
}

extension String {
    /// With spaces up to `width`.
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
