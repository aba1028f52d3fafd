/// A column of the ledger: its name, and how a row gives and takes its text.
struct LedgerColumn: Sendable {
    let name: String
    let text: @Sendable (LedgerRow) -> String
    /// Whether the text could be read.
    let read: @Sendable (String, inout LedgerRow) -> Bool

    /// In order; a new column goes to the end, and is read as empty from files of before.
    static let all: [LedgerColumn] = [
        word("night", \.night), word("suite", \.series.suite), word("network", \.series.network),
        optional("epsilon", \.series.epsilon), word("method", \.series.method),
        LedgerColumn(name: "status", text: { $0.status.rawValue }) { text, row in
            guard let status = NightStatus(rawValue: text) else { return false }
            row.status = status
            return true
        },
        word("commit", \.commit), word("machine", \.machine), count("revision", \.revision),
        count("queries", \.queries), count("answered", \.answered), count("robust", \.robust),
        count("falsified", \.falsified), optional("mean_lower", \.meanLower), optional("mean_upper", \.meanUpper),
        optional("mean_distance_lower", \.meanDistanceLower), optional("mean_distance_upper", \.meanDistanceUpper),
        count("nodes", \.nodes), count("lp_solves", \.lpSolves), count("simplex_iterations", \.simplexIterations),
        count("unstable", \.unstable),
        LedgerColumn(name: "cpu_seconds", text: { "\($0.cpuSeconds)" }) { text, row in
            guard let value = Double(text), value.isFinite else { return false }
            row.cpuSeconds = value
            return true
        },
        count("own", \.own), word("question", \.question), word("why", \.why),
    ]

    /// More than any night counts, and small enough that sums of all rows fit.
    private static let greatest = 1_000_000_000_000_000

    private static func word(
        _ name: String, _ path: any WritableKeyPath<LedgerRow, String> & Sendable
    ) -> LedgerColumn {
        LedgerColumn(name: name, text: { $0[keyPath: path] }) { text, row in
            row[keyPath: path] = text
            return true
        }
    }

    private static func count(
        _ name: String, _ path: any WritableKeyPath<LedgerRow, Int> & Sendable
    ) -> LedgerColumn {
        LedgerColumn(name: name, text: { "\(min(greatest, $0[keyPath: path]))" }) { text, row in
            guard let value = Int(text), (0...Self.greatest).contains(value) else { return false }
            row[keyPath: path] = value
            return true
        }
    }

    /// Numbers in full, so that equal ones read back equal.
    private static func optional(
        _ name: String, _ path: any WritableKeyPath<LedgerRow, Double?> & Sendable
    ) -> LedgerColumn {
        LedgerColumn(name: name, text: { $0[keyPath: path].map { "\($0)" } ?? "" }) { text, row in
            guard !text.isEmpty else { return true }
            guard let value = Double(text), value.isFinite else { return false }
            row[keyPath: path] = value
            return true
        }
    }
}
