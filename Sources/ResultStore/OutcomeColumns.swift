import DataFormats
import Foundation
import GRDB
import Robustness

/// The columns of `attempts` that hold an outcome: how they are bound and how they are read back.
package enum OutcomeColumns {
    package static let names = [
        "verdict", "margin_lower", "margin_upper", "distance_lower", "reason", "implied_by", "note",
        "witness_pixels", "adversarial_class", "margin_float", "margin_double", "wall_seconds", "cpu_seconds",
        "peak_memory_bytes", "lp_solves", "lp_fallbacks", "simplex_iterations", "nodes", "unstable_by_layer", "phases",
    ]

    /// Values in the order of `names`.
    package static func values(of outcome: Outcome) throws -> [(any DatabaseValueConvertible)?] {
        let cost = outcome.measurements.withKeptDigits
        return [
            outcome.verdict.rawValue, outcome.marginLower, outcome.marginUpper, outcome.distanceLower,
            outcome.reason?.rawValue, outcome.impliedBy, outcome.note, outcome.witness?.pixels.count,
            outcome.witness?.adversarialClass, outcome.witness?.marginFloat, outcome.witness?.marginDouble,
            cost.wallSeconds, cost.cpuSeconds, cost.peakMemoryBytes, cost.lpSolves, cost.lpFallbacks,
            cost.simplexIterations, cost.nodes, FlatJSON.text(cost.unstableByLayer), try FlatJSON.text(cost.phases),
        ]
    }

    /// Reads the columns that start at `first` in a row; `witness` is the blob, if it was selected.
    package static func outcome(in row: Row, from first: Int, witness blob: Data?) throws -> Outcome {
        let text: String = try row.value(first)
        guard let verdict = Verdict(rawValue: text) else { throw StoreFault.corrupt("verdict \(text)") }
        var outcome = Outcome(verdict: verdict)
        outcome.marginLower = try row.value(first + 1)
        outcome.marginUpper = try row.value(first + 2)
        outcome.distanceLower = try row.value(first + 3)
        if let text: String = try row.value(first + 4) {
            guard let reason = UnknownReason(rawValue: text) else { throw StoreFault.corrupt("reason \(text)") }
            outcome.reason = reason
        }
        outcome.impliedBy = try row.value(first + 5)
        outcome.note = try row.value(first + 6)
        if let count: Int = try row.value(first + 7) {
            let pixels = blob.map { PackedFloats.unpack(Array($0), count: count) } ?? []
            guard let pixels else { throw StoreFault.corrupt("a witness does not hold \(count) pixels") }
            outcome.witness = try Witness(
                pixels: pixels, adversarialClass: row.value(first + 8), marginFloat: row.value(first + 9),
                marginDouble: row.value(first + 10))
        }
        outcome.measurements.wallSeconds = try row.value(first + 11)
        outcome.measurements.cpuSeconds = try row.value(first + 12)
        outcome.measurements.peakMemoryBytes = try row.value(first + 13)
        outcome.measurements.lpSolves = try row.value(first + 14)
        outcome.measurements.lpFallbacks = try row.value(first + 15)
        outcome.measurements.simplexIterations = try row.value(first + 16)
        outcome.measurements.nodes = try row.value(first + 17)
        if let text: String = try row.value(first + 18) {
            outcome.measurements.unstableByLayer = try FlatJSON.counts(text)
        }
        if let text: String = try row.value(first + 19) { outcome.measurements.phases = try FlatJSON.seconds(text) }
        outcome.measurements = outcome.measurements.withKeptDigits
        return outcome
    }
}
