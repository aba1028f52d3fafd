import CGLPK
import LinearAlgebra
import Questions
import Testing
import Verifiers

/// Bounds from row multipliers, and the solver they come from.
@Suite struct CertifiedProgramTests {
    /// A random program in four columns that is surely feasible (at `point`), with an objective.
    struct RandomProgram {
        var program = LinearProgram()
        var objective: LinearFunction
        var point: [Double]
        var generator: SeededGenerator

        init(seed: UInt64) {
            generator = SeededGenerator(seed: seed)
            point = (0..<4).map { _ in 0.0 }
            objective = .zero
            point = point.map { _ in 2 * generator.unitDouble() - 1 }
            for value in point {
                _ = program.addColumn(lower: value - generator.unitDouble(), upper: value + generator.unitDouble())
            }
            for index in 0..<6 {
                let function = randomFunction()
                let activity = value(of: function, at: point)
                switch index % 3 {
                case 0: program.addRow(function, .atLeast, activity - generator.unitDouble())
                case 1: program.addRow(function, .atMost, activity + generator.unitDouble())
                default: program.addRow(function, .equal, activity)
                }
            }
            objective = randomFunction()
        }

        mutating func randomFunction() -> LinearFunction {
            LinearFunction(
                columns: [0, 1, 2, 3], values: (0..<4).map { _ in generator.normal() }, constant: 0)
        }

        func value(of function: LinearFunction, at point: [Double]) -> Double {
            zip(function.columns, function.values).reduce(function.constant) { $0 + $1.1 * point[Int($1.0)] }
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `any multipliers give a bound below every feasible point`(_ seed: UInt64) {
        var random = RandomProgram(seed: seed)
        let value = random.value(of: random.objective, at: random.point)
        for scale in [0, 1e-3, 1, 1e6] {
            let multipliers: [Double] = (0..<6).map { _ in random.generator.normal() * scale }
            let bound = CertifiedProgram(random.program).lowerBound(
                of: random.objective, multipliers: multipliers)
            #expect(bound <= value)
        }
        for wrong in [Double.nan, .infinity, -.infinity] {
            let bound = CertifiedProgram(random.program).lowerBound(
                of: random.objective, multipliers: Array(repeating: wrong, count: 6))
            #expect(bound <= value && bound.isFinite)
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `GLPK's multipliers certify its optimum`(_ seed: UInt64) {
        let random = RandomProgram(seed: seed)
        let solver = GLPKSolver()
        solver.extend(to: random.program)
        let solution = solver.minimise(random.objective, until: .never)
        #expect(solution.status == .optimal)
        let optimum = random.value(of: random.objective, at: solver.columnValues(4))
        let bound = CertifiedProgram(random.program).lowerBound(
            of: random.objective, multipliers: solution.multipliers)
        #expect(bound <= optimum + 1e-9 && bound >= optimum - 1e-9)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `the layout changes nothing: the bound is that of the plain formula`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var program = LinearProgram()
        for _ in 0..<30 { _ = program.addColumn(lower: -generator.unitDouble(), upper: generator.unitDouble()) }
        var multipliers = [Double]()
        for _ in 0..<12 {
            let columns = (0..<30).filter { _ in generator.unitDouble() < 0.6 }.map { Int32($0) }
            let function = LinearFunction(
                columns: columns, values: columns.map { _ in generator.normal() }, constant: generator.normal())
            program.addRow(function, .equal, generator.normal())
            multipliers.append(generator.unitDouble() < 0.3 ? 0 : generator.normal())
        }
        let objective = LinearFunction(columns: [3, 17, 29], values: [1, -2, 0.5], constant: 0.25)
        let fixed = [5, 17]

        var reduced = [Double](repeating: 0, count: 30)
        for (column, entry) in zip(objective.columns, objective.values) { reduced[Int(column)] = entry }
        var plain = objective.constant
        for (row, multiplier) in zip(program.rows, multipliers) {
            plain += multiplier * row.rightHandSide
            for (column, entry) in zip(row.columns, row.values) { reduced[Int(column)] -= multiplier * entry }
        }
        for column in 0..<30 where !fixed.contains(column) {
            plain += min(reduced[column] * program.lower[column], reduced[column] * program.upper[column])
        }
        let bound = CertifiedProgram(program).lowerBound(of: objective, multipliers: multipliers, fixed: fixed)
        #expect(bound < plain && plain - bound < 1e-11)
    }

    @Test func `a row that defines a column takes the multiplier that the column needs`() {
        var program = LinearProgram()
        let inputs = (0..<2).map { _ in program.addColumn(lower: -1, upper: 2) }
        let sum = program.addColumn(lower: -100, upper: 100)
        let function = LinearFunction(columns: [0, 1, 2], values: [-1, -1, 1], constant: 0)
        program.addRow(function, .equal, 0, defines: sum)
        let bound = CertifiedProgram(program).lowerBound(of: .column(sum), multipliers: [])
        #expect(inputs == [0, 1] && bound < -2 && bound > -2 - 1e-12)
    }

    @Test func `multipliers that overflow prove nothing`() {
        var program = LinearProgram()
        let column = program.addColumn(lower: 0, upper: 0.5)
        program.addRow(LinearFunction(columns: [0], values: [1e10], constant: 0), .equal, 0)
        for multiplier in [1e300, -1e300] {
            let bound = CertifiedProgram(program).lowerBound(of: .column(column), multipliers: [multiplier])
            #expect(bound == -.infinity)
        }
    }

    @Test func `an empty set is reported as infeasible`() {
        var program = LinearProgram()
        let column = program.addColumn(lower: 0, upper: 1)
        program.addRow(.column(column), .atLeast, 2)
        let solver = GLPKSolver()
        solver.extend(to: program)
        #expect(solver.minimise(.column(column), until: .never).status == .infeasible)
    }

    @Test func `an internal error of GLPK is survived, by other solvers of the thread as well`() {
        var program = LinearProgram()
        let column = program.addColumn(lower: -3, upper: 1)
        program.addRow(.column(column), .atLeast, -2)
        let bystander = GLPKSolver()
        bystander.extend(to: program)
        do {
            let broken = GLPKSolver()
            #expect(
                broken.guarded { problem in
                    glp_set_row_bnds(problem, 99, GLP_FX, 0, 0)
                    return 0
                } == nil)
            let failed = broken.minimise(.zero, until: .never)
            #expect(failed.status == .failed && failed.multipliers.isEmpty)
        }
        #expect(!bystander.isReady && bystander.minimise(.column(column), until: .never).status == .failed)
        #expect(bystander.columnValues(1).isEmpty)
        for solver in [bystander, GLPKSolver()] {
            solver.extend(to: program)
            #expect(solver.isReady && solver.minimise(.column(column), until: .never).status == .optimal)
            #expect(solver.columnValues(1) == [-2])
        }
    }
}
