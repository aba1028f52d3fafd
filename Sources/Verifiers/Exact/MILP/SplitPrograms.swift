import Networks
import Proofs
import Questions

/// The relaxation's linear program on parts of the set that splits of ReLUs define, each bounded by a certified value.
///
/// A split fixes one of the two columns of an unstable ReLU at 0: p = max(−z, 0) for z ≥ 0, h = max(z, 0) for z ≤ 0.
final class SplitPrograms {
    /// What one program says.
    struct Bounded {
        /// Certified lower bound on the objective over the part.
        var bound: Double
        var status: SolveStatus
        /// Multipliers of the rows of the model's program.
        var multipliers: [Double]
    }

    let model: RelaxationModel
    private let certified: CertifiedProgram
    private let solver: any LinearProgramSolver
    /// The splits that the solver's bounds stand for.
    private var present: [Int8]
    private(set) var solves = 0

    /// - Parameter model: complete, with the relaxed encoding.
    init(_ model: RelaxationModel, engine: any LinearProgramEngine) {
        self.model = model
        certified = CertifiedProgram(model.program)
        solver = engine.makeSolver()
        present = Array(repeating: 0, count: model.placements.count)
        solver.extend(to: model.compact)
    }

    /// Bounds `objective`, a function of the model's columns, where every ReLU is as `splits` say: 1 for z ≥ 0, −1 for
    /// z ≤ 0, 0 for either.
    func minimise(_ objective: LinearFunction, _ splits: [Int8], until deadline: Deadline) -> Bounded {
        if !solver.isReady {
            solver.extend(to: model.compact)
            present = Array(repeating: 0, count: present.count)
        }
        for unit in splits.indices where splits[unit] != present[unit] { impose(splits[unit], on: unit) }
        present = splits
        let solution = solver.minimise(model.compacted(objective), until: deadline)
        solves += 1
        let multipliers = model.expanded(solution.multipliers)
        let bound = certified.lowerBound(of: objective, multipliers: multipliers, fixed: fixed(splits))
        return Bounded(bound: bound, status: solution.status, multipliers: multipliers)
    }

    /// The minimising input of the last program that was solved to the end.
    var point: [Double] { solver.columnValues(model.network.inputCount) }

    /// Multipliers that certify that some split contradicts the others; `nil` where none is certified to.
    func contradiction(_ splits: [Int8], until deadline: Deadline) -> [Double]? {
        for unit in splits.indices.reversed() where splits[unit] != 0 {
            var others = splits
            others[unit] = 0
            // A split z ≥ 0 cannot be where −z is surely > 0.
            let (sign, relu) = (Double(splits[unit]), model.placements[unit])
            let opposite = LinearFunction(
                columns: [Int32(relu.h), Int32(relu.p)], values: [-sign, sign], constant: 0)
            let found = minimise(opposite, others, until: deadline)
            if found.bound > 0 { return found.multipliers }
        }
        return nil
    }

    /// The open ReLU whose triangle costs the bound most, then the one of the widest triangle; `nil` where all are
    /// split.
    func branching(_ splits: [Int8], _ multipliers: [Double]) -> Int? {
        splits.indices.filter { splits[$0] == 0 }.max { first, second in
            let (one, other) = (price(first, multipliers), price(second, multipliers))
            return (one.cost, one.height) < (other.cost, other.height)
        }
    }

    private func price(_ unit: Int, _ multipliers: [Double]) -> (cost: Double, height: Double) {
        let relu = model.placements[unit]
        let (u, l) = (model.program.upper[relu.h], -model.program.upper[relu.p])
        let height = -l * (u / (u - l))
        return (abs(multipliers[relu.triangle]) * height, height)
    }

    private func impose(_ split: Int8, on unit: Int) {
        let relu = model.placements[unit]
        for (column, isZero) in [(relu.compactH, split < 0), (relu.compactP, split > 0)] {
            solver.setBounds(ofColumn: column, lower: 0, upper: isZero ? 0 : model.compact.upper[column])
        }
    }

    /// Columns of the program that the splits fix at 0.
    private func fixed(_ splits: [Int8]) -> [Int] {
        zip(model.placements, splits).compactMap { relu, split in
            split > 0 ? relu.p : split < 0 ? relu.h : nil
        }
    }
}
