import Foundation
import Statistics
import SuiteFiles

extension Ledger {
    /// CPU seconds of a method in a night, over all its series.
    struct MethodTime: Sendable, Hashable {
        var night: String
        var commit: String
        var machine: String
        var seconds: Double
    }

    /// By method, in order of appearance; only whole nights.
    func times(of suite: String) -> [(method: String, times: [MethodTime])] {
        var order = [String]()
        var times = [String: [MethodTime]]()
        for row in rows where row.series.suite == suite && row.status.isWhole {
            let method = row.series.method
            if times[method] == nil { order.append(method) }
            var night = MethodTime(night: row.night, commit: row.commit, machine: row.machine, seconds: row.cpuSeconds)
            if let last = times[method]?.last, last.night == row.night {
                night.seconds += last.seconds
                times[method]?.removeLast()
            }
            times[method, default: []].append(night)
        }
        return order.map { ($0, times[$0] ?? []) }
    }

    /// Shifts of CPU time, each machine for itself, oldest first: a change point of the logarithms whose levels differ by at
    /// least `factor`. Times are noisy, so a shift is known only some nights after it came.
    public func timeChanges(
        of suite: String, factor: Double = 1.1, known: [Acknowledgement] = []
    ) -> [SeriesChange] {
        var changes = [SeriesChange]()
        for (method, times) in times(of: suite) {
            for machine in Set(times.map(\.machine)).sorted() {
                let nights = times.filter { $0.machine == machine && $0.seconds > 0 }
                for point in changePoints(in: nights.map { log($0.seconds) })
                where abs(point.after - point.before) >= log(factor) {
                    let (before, after) = (nights[point.position - 1], nights[point.position])
                    changes.append(
                        SeriesChange(
                            night: after.night, previous: before.night,
                            series: .init(suite: suite, network: "", method: method, epsilon: nil),
                            what: "CPU seconds", before: exp(point.before), after: exp(point.after),
                            isWorse: point.after > point.before,
                            isAcknowledged: known.contains {
                                $0.covers(.time, in: SuiteCell(network: "", size: nil, method: method))
                            }, commits: (before.commit, after.commit)))
                }
            }
        }
        return changes.sorted { $0.night < $1.night }
    }
}
