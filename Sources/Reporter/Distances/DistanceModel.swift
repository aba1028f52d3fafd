import Questions
import ResultStore
import Statistics

/// What the run knows of minimum distortions, network by network.
struct DistanceModel {
    let model: ReportModel

    /// The brackets of one method on one network.
    struct Column {
        let method: MethodColumn
        /// Parallel to the row's samples; `nil` where there is no answer, or the method was not asked.
        let brackets: [RadiusBracket?]
        /// Parallel to them.
        let endings: [Ending?]
        let asked: Int

        var answered: Int { brackets.count { $0 != nil } }
        var endedEarly: Int { brackets.indices.count(where: endedEarly) }

        /// Whether the search of a sample was cut off.
        func endedEarly(_ sample: Int) -> Bool { endings[sample].map { $0 != .finished } ?? false }

        /// Certified sizes, of methods that certify.
        var lowers: [Double] { certifies ? brackets.compactMap { $0?.lower } : [] }
        /// Distances of witnesses, of methods that look for any.
        var uppers: [Double] { attacks ? brackets.compactMap { $0?.upper } : [] }
        /// Whether it says up to where nothing is adversarial.
        var certifies: Bool { method.claim != .attack }
        /// Whether it finds witnesses.
        var attacks: Bool { method.claim == .attack || method.claim == .exact }
    }

    func column(_ method: MethodColumn, in row: ReportRow) -> Column? {
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
