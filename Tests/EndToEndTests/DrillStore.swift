import Foundation
import Questions
import ResultStore
import Testing

/// What a store says of a suite, without what differs between two runs of the same thing.
struct DrillAnswers {
    /// The latest outcomes by method, ε and sample.
    private var outcomes: [String: Outcome] = [:]
    var count: Int { outcomes.count }

    init(_ workspace: Workspace, store: String = Workspace.store) throws {
        guard let snapshot = try ResultStore(workspace.path(store), mode: .read).snapshot(suite: "toy") else { return }
        for (cell, stored) in zip(snapshot.cells, snapshot.outcomes) {
            for entry in stored {
                outcomes["\(cell.method) \(cell.configuration.perturbation.epsilon) \(entry.sample.index)"] =
                    entry.outcome
            }
        }
    }

    /// Where `other` says something else, in words.
    func differences(from other: DrillAnswers) -> [String] {
        var found = [String]()
        for key in Set(outcomes.keys).union(other.outcomes.keys).sorted() {
            guard let mine = outcomes[key], let its = other.outcomes[key] else {
                found.append("\(key): answered in one store alone")
                continue
            }
            for field in OutcomeField.all where field.isRepeatable {
                let (a, b) = (field.value(of: mine), field.value(of: its))
                if a != b { found.append("\(key): \(field.name) \(Self.text(a)), not \(Self.text(b))") }
            }
        }
        return found
    }

    private static func text(_ value: FieldValue?) -> String { value.map { "\($0)" } ?? "none" }
}

/// The rows of the drill's table.
struct DrillTable {
    struct Row {
        var name: String
        /// Kills, or workers that were at fault.
        var faults = 0
        /// Starts of verigap.
        var runs = 0
        /// Attempts of which no answer came.
        var lost = 0
        var seconds = 0.0
        var differences: [String]?
    }

    var rows: [Row] = []

    var text: String {
        func line(_ cells: [String]) -> String {
            zip(cells, [34, 8, 6, 14, 9, 0]).map { cell, width in
                cell + String(repeating: " ", count: max(1, width - cell.count))
            }.joined()
        }
        let head = line(["disturbance", "faults", "runs", "attempts lost", "seconds", "answers"])
        return
            ([head]
            + rows.map { row in
                let ending = row.differences.map { $0.isEmpty ? "equal" : "\($0.count) DIFFERENT" } ?? "skipped"
                return line([
                    row.name, "\(row.faults)", "\(row.runs)", "\(row.lost)", String(format: "%.1f", row.seconds),
                    ending,
                ])
            }).joined(separator: "\n")
    }
}
