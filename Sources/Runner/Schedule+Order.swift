import Questions

extension Schedule {
    /// So many queries of a cell that nothing is recorded of are handed out early.
    static func surveyed(_ claim: Claim) -> Int { claim == .exact ? 3 : 5 }

    /// Whether jobs may still come that are handed out for the sake of what they tell: a cell has had fewer than
    /// `surveyed` queries though some of its first images are open.
    package var isSurveying: Bool {
        cells.contains { $0.survey > 0 && $0.standings.prefix(Batches.first).contains(.pending) }
    }

    /// Whether a cell has a job that can be handed out.
    func hasJob(_ cell: Int) -> Bool { cells[cell].handedOut < cells[cell].ready.count && !isToolBusy(cell) }

    /// The cell whose job comes next for the sake of what it tells: the one with the fewest queries handed out, the
    /// cheapest method first.
    func nextToSurvey(exact: Bool) -> Int? {
        cells.indices.filter {
            cells[$0].survey > 0 && hasJob($0) && (plan.cells[$0].descriptor.claim == .exact) == exact
        }.min {
            (-cells[$0].survey, plan.cells[$0].descriptor.costRank, $0)
                < (-cells[$1].survey, plan.cells[$1].descriptor.costRank, $1)
        }
    }

    /// The order in which cells hand out jobs: longest queries first, so that no long one is left for the end; cheapest
    /// first where the total budget may end before everything is asked.
    ///
    /// - Parameters:
    ///   - seconds: of a query, by cell.
    ///   - small: cells that are little work altogether and come before all: they tell what is left for the others.
    mutating func reorder(by seconds: [Double], small: Set<Int>, isTight: Bool) {
        early = small.sorted {
            (plan.cells[$0].descriptor.costRank, $0) < (plan.cells[$1].descriptor.costRank, $1)
        }
        order = plan.cells.indices.sorted { first, second in
            isTight
                ? (plan.cells[first].descriptor.costRank, first) < (plan.cells[second].descriptor.costRank, second)
                : (-seconds[first], first) < (-seconds[second], second)
        }
    }

    /// The order while nothing was asked in this run.
    mutating func orderByPriors() {
        let seconds = plan.costPriors.map(\.seconds)
        let total = cells.indices.reduce(0.0) { sum, cell in
            let outlook = outlook(of: cell, recordedShare: plan.costPriors[cell].askedShare)
            let certain = cells[cell].progress.open - outlook.waiting
            return sum + seconds[cell] * (Double(certain) + outlook.expected)
        }
        reorder(by: seconds, small: [], isTight: isTight(total / Double(max(1, options.workers)), within: budget))
    }

    /// The total budget in seconds.
    package var budget: Double { options.totalSeconds ?? plan.suite.totalSeconds ?? .infinity }

    /// Whether work that is expected to take `seconds` may take longer than `budget`.
    func isTight(_ seconds: Double, within budget: Double) -> Bool { 1.5 * seconds > budget }
}
