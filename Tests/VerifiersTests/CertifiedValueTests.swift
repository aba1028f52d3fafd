import CGLPK
import LinearAlgebra
import Robustness
import Testing
import Verifiers

/// Bounds from row multipliers, and the solver they come from.
@Suite struct CertifiedValueTests {
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
            let multipliers: [Double?] = (0..<6).map { _ in random.generator.normal() * scale }
            let bound = CertifiedValue.lowerBound(
                of: random.objective, over: random.program, multipliers: multipliers)
            #expect(bound <= value)
        }
        for wrong in [Double.nan, .infinity, -.infinity] {
            let bound = CertifiedValue.lowerBound(
                of: random.objective, over: random.program, multipliers: Array(repeating: wrong, count: 6))
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
        let bound = CertifiedValue.lowerBound(
            of: random.objective, over: random.program, multipliers: solution.multipliers)
        #expect(bound <= optimum + 1e-9 && bound >= optimum - 1e-9)
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
