import Foundation
import Questions

/// The first line of a file of outcomes.
struct OutcomeFileHeader {
    struct Cell {
        /// The suite's ids.
        var network: String
        var method: String
        var configuration: Questions.Configuration
        /// Index into `lists`.
        var list: Int
    }

    var format = OutcomeFile.format
    var version: Int
    var run: RunRecord
    /// The runs that lines name; absent where all outcomes are of `run`.
    var runs: [RunRecord]?
    var cells: [Cell]
    /// Per list, ranges [first, count] of sample lines.
    var lists: [[[Int]]]
    /// Lines that follow.
    var samples: Int
    var outcomes: Int

    /// What tells the file from others, in every version.
    struct Mark {
        var format: String
        var version: Int
    }

    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// Runs that lines name stand once each, oldest first, with the time at which they began.
    func checkRuns() throws(LineFault) {
        guard let runs else { return }
        guard Set(runs).count == runs.count else { throw LineFault(message: "a run stands twice among the runs") }
        for run in runs where (try? Date(run.startedAt, strategy: .iso8601)) == nil {
            throw LineFault(message: "no time at which a run began: “\(run.startedAt)”")
        }
        guard zip(runs, runs.dropFirst()).allSatisfy({ $0.startedAt <= $1.startedAt }) else {
            throw LineFault(message: "the runs are not in the order in which they began")
        }
    }

    /// A run may ask so many queries, and its lists may name so many samples.
    static let queryLimit = 10_000_000

    /// Lists as numbers of sample lines.
    func sampleNumbers() throws(LineFault) -> [[Int]] {
        var lists = [[Int]]()
        var allowance = Self.queryLimit
        for ranges in self.lists {
            var numbers = [Int]()
            for range in ranges {
                guard range.count == 2, range[0] >= 0, range[1] > 0, range[0] < samples,
                    range[1] <= samples - range[0]
                else {
                    throw LineFault(message: "a list of samples is none: \(range)")
                }
                guard range[1] <= samples - numbers.count else {
                    throw LineFault(message: "a list of samples repeats one")
                }
                guard range[1] <= allowance else {
                    throw LineFault(message: "the lists name more than \(Self.queryLimit) samples")
                }
                allowance -= range[1]
                numbers += range[0]..<range[0] + range[1]
            }
            guard Set(numbers).count == numbers.count else {
                throw LineFault(message: "a list of samples repeats one")
            }
            lists.append(numbers)
        }
        guard cells.allSatisfy({ lists.indices.contains($0.list) }) else {
            throw LineFault(message: "a cell has no list of samples")
        }
        var queries = 0
        for cell in cells {
            queries += lists[cell.list].count
            guard queries <= Self.queryLimit else {
                throw LineFault(message: "the cells ask more than \(Self.queryLimit) queries")
            }
        }
        return lists
    }

    /// The shortest ranges of consecutive numbers that give `numbers`, in order.
    static func ranges(_ numbers: [Int]) -> [[Int]] {
        var ranges = [[Int]]()
        for number in numbers {
            if let last = ranges.last, last[0] + last[1] == number {
                ranges[ranges.count - 1][1] += 1
            } else {
                ranges.append([number, 1])
            }
        }
        return ranges
    }
}
