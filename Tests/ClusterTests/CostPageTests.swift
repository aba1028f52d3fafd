import Cluster
import Foundation
import Questions
import ResultStore
import Testing

@Suite("What arrays cost")
struct CostPageTests {
    @Test(arguments: [1, 7, 200])
    func boundsOfAnySchedule(width: Int) {
        var simulation = ArraySimulation(secondsPerQuery: 2, queries: 1_000_000, width: width)
        let result = simulation.run()
        let work = 2_000_000.0
        #expect(result.coreSeconds >= work && result.coreSeconds < 1.3 * work)
        #expect(result.elapsed >= result.coreSeconds / Double(width) - 1e-6)
        #expect(result.waves > 1 && result.tasks >= Int(work / TaskCutting.usualSeconds))
        // Without accidents one wave does it, and its last tasks are never more than one apart.
        (simulation.failing, simulation.straggling) = (0, 0)
        let quiet = simulation.run()
        #expect(quiet.waves == 1 && quiet.coreSeconds < work + 1 * Double(quiet.tasks))
        #expect(quiet.elapsed <= quiet.coreSeconds / Double(width) + TaskCutting.usualSeconds + 1)
    }

    /// The rows of the page, from the outcomes of committed reports: `make cluster-costs`.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["VERIGAP_COSTS"] != nil))
    func page() throws {
        let reports = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
        print(
            "| suite | network | method | queries | mean (CPU s) | 10⁶ (core-hours) | 10⁸ (core-hours) | tasks of 10⁶ | 10⁶ on 200 cores (h) |"
        )
        print("| :-- | :-- | :-- | --: | --: | --: | --: | --: | --: |")
        for report in reports {
            let file = "\(Self.folder)/\(report)/outcomes.jsonl.gz"
            guard FileManager.default.fileExists(atPath: file) else { continue }
            for row in Self.rows(try OutcomeFile.read(file)) where row.seconds > 0.5 { Self.say(report, row) }
        }
    }

    private typealias Row = (network: String, method: String, count: Int, seconds: Double)

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Reports").path

    /// Means over what methods answered themselves.
    private static func rows(_ snapshot: RunSnapshot) -> [Row] {
        var order = [[String]]()
        var sums = [[String]: (count: Int, seconds: Double)]()
        for (cell, outcomes) in zip(snapshot.cells, snapshot.outcomes) {
            let key = [cell.network, cell.method]
            if sums.updateValue(sums[key] ?? (0, 0), forKey: key) == nil { order.append(key) }
            for stored in outcomes where stored.outcome.impliedBy == nil {
                sums[key, default: (0, 0)].count += 1
                sums[key, default: (0, 0)].seconds += stored.outcome.measurements.cpuSeconds
            }
        }
        return order.compactMap { key in
            sums[key].flatMap { $0.count >= 20 ? (key[0], key[1], $0.count, $0.seconds / Double($0.count)) : nil }
        }
    }

    private static func say(_ suite: String, _ row: Row) {
        func hours(_ seconds: Double) -> String { String(format: "%.0f", seconds / 3600) }
        let million = ArraySimulation(secondsPerQuery: row.seconds, queries: 1e6, width: 200).run()
        let many = ArraySimulation(secondsPerQuery: row.seconds, queries: 1e8, width: 200).run()
        print(
            "| \(suite) | \(row.network) | \(row.method) | \(row.count) | \(String(format: "%.3g", row.seconds)) | "
                + "\(hours(million.coreSeconds)) | \(hours(many.coreSeconds)) | \(million.tasks) | \(hours(million.elapsed)) |"
        )
    }
}
