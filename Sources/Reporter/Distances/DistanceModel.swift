import Questions
import ResultStore
import Statistics

/// What the run knows of minimum distortions, network by network.
struct DistanceModel {
    let model: ReportModel
    let catalog: MethodCatalog

    /// The brackets of one method on one network.
    struct Column {
        let method: MethodColumn
        /// Parallel to the row's samples; `nil` where there is no answer, or the method was not asked.
        private(set) var brackets: [RadiusBracket?]
        /// Parallel to them.
        let endings: [Ending?]
        let asked: Int

        var answered: Int { brackets.count { $0 != nil } }
        var endedEarly: Int { endings.count { $0 != nil && $0 != .finished } }
        /// The same, with lower ends at least as large as those of `looser` wherever the search ended early.
        func raised(by looser: [Column]) -> Column {
            var column = self
            for sample in brackets.indices where brackets[sample] != nil && endings[sample] != .finished {
                let least = looser.compactMap { $0.brackets[sample]?.lower }.max() ?? 0
                column.brackets[sample]?.lower = max(brackets[sample]?.lower ?? 0, least)
            }
            return column
        }

        /// Certified sizes, of methods that certify.
        var lowers: [Double] { certifies ? brackets.compactMap { $0?.lower } : [] }
        /// Distances of witnesses, of methods that look for any.
        var uppers: [Double] { attacks ? brackets.compactMap { $0?.upper } : [] }
        /// Whether it says up to where nothing is adversarial.
        var certifies: Bool { method.claim != .attack }
        /// Whether it finds witnesses.
        var attacks: Bool { method.claim == .attack || method.claim == .exact }
    }

    /// What a method answered, and, where its search ended early, what follows from those that it dominates.
    func column(_ method: MethodColumn, in row: ReportRow) -> Column? {
        answered(method, in: row).map { $0.raised(by: implied(for: method, in: row)) }
    }

    /// The brackets of methods whose certified sizes hold for this one too: the rules of a cascade of verdicts.
    private func implied(for method: MethodColumn, in row: ReportRow) -> [Column] {
        guard method.claim == .lowerBound || method.claim == .exact, !method.descriptor.isExternal else { return [] }
        let below = catalog.dominated(by: method.descriptor.name, on: model.suite.norm)
        return model.methods.filter { loose in
            (below.contains(loose.descriptor.name) || method.claim == .exact)
                && (loose.claim == .lowerBound || loose.claim == .distance) && !loose.descriptor.isExternal
                && (loose.descriptor.isRigorous || !method.descriptor.isRigorous)
                && (loose.descriptor.coversSinglePrecision || !method.descriptor.coversSinglePrecision)
        }.compactMap { answered($0, in: row) }
    }

    /// What a method answered itself.
    func answered(_ method: MethodColumn, in row: ReportRow) -> Column? {
        guard let outcomes = row.outcomes[method.id] else { return nil }
        return Column(
            method: method,
            brackets: outcomes.map { outcome in
                guard let outcome, case .distance(let bracket) = outcome.finding(model.goal) else { return nil }
                return bracket
            }, endings: outcomes.map { $0?.ending }, asked: row.asked[method.id]?.count ?? 0)
    }

    func columns(in row: ReportRow) -> [Column] { model.methods.compactMap { column($0, in: row) } }

    /// What all methods together know of an image: the largest size that any certifies, the nearest witness of any.
    func best(_ sample: Int, in row: ReportRow) -> RadiusBracket {
        var best = RadiusBracket()
        for column in columns(in: row) {
            guard let bracket = column.brackets[sample] else { continue }
            if column.certifies { best.lower = max(best.lower, bracket.lower) }
            if let upper = bracket.upper, upper < best.upper ?? .infinity { best.upper = upper }
        }
        return best
    }

    /// 100 · (nearest witness − certified size) / nearest witness of a method, for images that have a witness at a distance.
    func gaps(of column: Column, in row: ReportRow) -> [Double] {
        guard column.certifies else { return [] }
        return column.brackets.indices.compactMap { sample in
            guard let lower = column.brackets[sample]?.lower, let upper = best(sample, in: row).upper, upper > 0 else {
                return nil
            }
            return 100 * (upper - lower) / upper
        }
    }

    /// The largest finite distance of the run.
    var largestDistance: Double {
        model.rows.flatMap { columns(in: $0).flatMap { $0.uppers + $0.lowers } }.max() ?? 0
    }
}

extension ReportModel {
    /// What the run was to find out.
    var goal: Goal { suite.form.goal }
}
