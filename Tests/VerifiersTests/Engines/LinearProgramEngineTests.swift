import LinearAlgebra
import Questions
import Testing
import Verifiers

/// What every engine owes its callers on linear programs.
@Suite struct LinearProgramEngineTests {
    @Test(arguments: PresentEngine.all, 0..<150 as Range<UInt64>)
    func `the optimum is that of the best vertex, and the multipliers certify it`(
        _ present: PresentEngine, _ seed: UInt64
    ) throws {
        let small = SmallProgram(seed: seed)
        let solver = present.solver(small.program)
        let solution = solver.minimise(small.objective, until: .never)
        let certified = CertifiedProgram(small.program)
        guard let best = VertexOracle.minimum(small.objective, over: small.program) else {
            #expect(solution.status == .infeasible && solution.claim == .infinity)
            if present.engine.capabilities.contains(.infeasibilityProof) {
                #expect(certified.lowerBound(of: .zero, multipliers: solution.multipliers) > 0)
            }
            return
        }
        #expect(solution.status == .optimal && !solution.fellBack)
        #expect(abs(solution.claim - best) < 1e-6)
        let bound = certified.lowerBound(of: small.objective, multipliers: solution.multipliers)
        #expect(bound <= best + 1e-9 && bound > best - 1e-6)
        let point = solver.columnValues(small.program.columnCount)
        #expect(abs(small.objective.value(at: point) - best) < 1e-6)
        #expect(zip(point, small.program.lower).allSatisfy { $0 >= $1 - 1e-6 })
        #expect(zip(point, small.program.upper).allSatisfy { $0 <= $1 + 1e-6 })
    }

    @Test func `the programs of these tests have points, and have none`() {
        let minima = (0..<150 as Range<UInt64>).map { seed -> Double? in
            let small = SmallProgram(seed: seed)
            return VertexOracle.minimum(small.objective, over: small.program)
        }
        let empty = minima.filter { $0 == nil }.count
        #expect(empty > 20 && empty < 100, "\(empty)")
    }

    @Test(arguments: PresentEngine.all)
    func `without rows the bounds of the columns decide, whatever the direction`(_ present: PresentEngine) {
        var program = LinearProgram()
        let columns = [(-1.0, 3.0), (0, 1e6), (2, 2)].map { program.addColumn(lower: $0.0, upper: $0.1) }
        let solver = present.solver(program)
        for sign in [1.0, -1] {
            let function = LinearFunction(
                columns: columns.map { Int32($0) }, values: [sign, -sign, 5], constant: 0.5)
            let solution = solver.minimise(function, until: .never)
            let expected = sign > 0 ? -1 - 1e6 + 10.5 : -3.0 + 10.5
            #expect(solution.status == .optimal && abs(solution.claim - expected) < 1e-6)
            #expect(solver.columnValues(3) == [sign > 0 ? -1 : 3, sign > 0 ? 1e6 : 0, 2])
        }
    }

    @Test(arguments: PresentEngine.all, 0..<40 as Range<UInt64>)
    func `after columns and rows were appended and bounds changed, the answers are those of a fresh start`(
        _ present: PresentEngine, _ seed: UInt64
    ) throws {
        var small = SmallProgram(seed: seed, columns: 3, rows: 1)
        let solver = present.solver(small.program)
        for step in 0..<4 {
            try check(small.program, small.objective, solver)
            if step == 1 {
                _ = small.program.addColumn(lower: -1, upper: 1)
                small.objective = small.function()
            }
            small.addRow()
            solver.extend(to: small.program)
        }
        // A program has its bounds for good; the solver's are changed as branching does.
        var fixed = small.program
        fixed.fixAtZero(1)
        solver.setBounds(ofColumn: 1, lower: 0, upper: 0)
        try check(fixed, small.objective, solver)
        solver.setBounds(ofColumn: 1, lower: small.program.lower[1], upper: small.program.upper[1])
        try check(small.program, small.objective.negated, solver)
    }

    private func check(
        _ program: LinearProgram, _ objective: LinearFunction, _ solver: any LinearProgramSolver
    ) throws {
        let solution = solver.minimise(objective, until: .never)
        guard let best = VertexOracle.minimum(objective, over: program) else {
            #expect(solution.status == .infeasible)
            return
        }
        #expect(solution.status == .optimal && abs(solution.claim - best) < 1e-6)
        let bound = CertifiedProgram(program).lowerBound(of: objective, multipliers: solution.multipliers)
        #expect(bound <= best + 1e-9 && bound > best - 1e-6)
    }

    @Test(arguments: PresentEngine.having(.warmStart), 0..<5 as Range<UInt64>)
    func `a program that was solved is not solved again`(_ present: PresentEngine, _ seed: UInt64) {
        let (program, objective) = LargeProgram.make(seed: seed)
        let solver = present.solver(program)
        let first = solver.minimise(objective, until: .never)
        let again = solver.minimise(objective, until: .never)
        #expect(first.status == .optimal && first.iterations > 10)
        #expect(again.status == .optimal && again.iterations == 0 && abs(again.claim - first.claim) < 1e-9)
    }

    @Test(arguments: PresentEngine.having(.cutOff), 0..<10 as Range<UInt64>)
    func `a solve stops past the cut-off, and its multipliers prove about as much`(
        _ present: PresentEngine, _ seed: UInt64
    ) {
        let (program, objective) = LargeProgram.make(seed: seed)
        let solver = present.solver(program)
        let best = solver.minimise(objective, until: .never)
        // From another vertex, so that there is a way to go.
        _ = solver.minimise(objective.negated, until: .never)
        solver.cutOff = best.claim - 5
        let cut = solver.minimise(objective, until: .never)
        #expect(cut.status == .cutOff, "\(cut.status)")
        let bound = CertifiedProgram(program).lowerBound(of: objective, multipliers: cut.multipliers)
        #expect(bound > solver.cutOff - 1e-3 && bound <= best.claim + 1e-6)
        #expect(cut.claim <= best.claim + 1e-6)
        solver.cutOff = .infinity
        let whole = solver.minimise(objective, until: .never)
        #expect(whole.status == .optimal && abs(whole.claim - best.claim) < 1e-6)
    }

    @Test(arguments: PresentEngine.all, 0..<5 as Range<UInt64>)
    func `a solve whose time is up claims nothing wrong, and the next has all the time it needs`(
        _ present: PresentEngine, _ seed: UInt64
    ) {
        let (program, objective) = LargeProgram.make(seed: seed, columns: 200, rows: 150)
        let best = present.solver(program).minimise(objective, until: .never)
        let solver = present.solver(program)
        let stopped = solver.minimise(objective, until: Deadline(after: 0))
        #expect(stopped.status == .stopped || stopped.status == .optimal)
        let bound = CertifiedProgram(program).lowerBound(of: objective, multipliers: stopped.multipliers)
        #expect(bound <= best.claim + 1e-6 && stopped.claim <= best.claim + 1e-6)
        // A limit that passes in the middle of a solve leaves nothing behind either.
        let hurried = solver.minimise(objective, until: Deadline(after: 1e-3))
        #expect(hurried.claim <= best.claim + 1e-6)
        let whole = solver.minimise(objective, until: .never)
        #expect(whole.status == .optimal && abs(whole.claim - best.claim) < 1e-6)
    }

    @Test(arguments: PresentEngine.all, [Double.nan, .infinity, 1e200, -1e40])
    func `numbers beyond an engine's range are refused`(_ present: PresentEngine, _ number: Double) {
        var program = LinearProgram()
        let column = program.addColumn(lower: 0, upper: 1)
        let function = LinearFunction(columns: [Int32(column)], values: [number], constant: 0)
        let healthy = present.solver(program)
        #expect(healthy.minimise(function, until: .never).status == .failed)
        #expect(healthy.minimise(.column(column), until: .never).status == .optimal)
        program.addRow(function, .atMost, 1)
        let solver = present.solver(program)
        let solution = solver.minimise(.column(column), until: .never)
        #expect(solution.status == .failed && solution.multipliers.isEmpty && solution.claim == -.infinity)
        #expect(solver.columnValues(1).isEmpty)
    }

    @Test(arguments: PresentEngine.all)
    func `the same calls give the same numbers`(_ present: PresentEngine) {
        let runs = (0..<2).map { _ in
            let (program, objective) = LargeProgram.make(seed: 3)
            let solver = present.solver(program)
            return [objective, objective.negated, objective].map { solver.minimise($0, until: .never) }
        }
        for (one, other) in zip(runs[0], runs[1]) {
            #expect(one.multipliers == other.multipliers && one.iterations == other.iterations)
        }
    }
}

extension LinearFunction {
    /// The value where the columns are `point`.
    func value(at point: [Double]) -> Double {
        zip(columns, values).reduce(constant) { $0 + $1.1 * point[Int($1.0)] }
    }
}
