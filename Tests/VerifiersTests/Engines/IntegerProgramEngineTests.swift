import LinearAlgebra
import Questions
import Testing
import Verifiers

/// What engines owe their callers on columns restricted to whole numbers.
@Suite struct IntegerProgramEngineTests {
    private static let engines = PresentEngine.having(.integers)

    /// Takes down what it is shown, and is satisfied after so many points.
    private final class Onlooker: SearchObserver {
        let inputCount: Int
        let limit: Int
        private(set) var points: [[Double]] = []
        var isDecisive: Bool { points.count >= limit }

        init(_ inputCount: Int, limit: Int = .max) {
            self.inputCount = inputCount
            self.limit = limit
        }

        func consider(_ input: [Double]) { points.append(input) }
    }

    @Test(arguments: engines, 0..<120 as Range<UInt64>)
    func `the bound is the minimum over all whole points`(_ present: PresentEngine, _ seed: UInt64) {
        let small = SmallProgram(seed: seed, columns: 5, rows: 4, wholes: 3)
        let solver = present.solver(small.program)
        let relaxed = VertexOracle.minimum(small.objective, over: small.program)
        let best = VertexOracle.minimum(small.objective, over: small.program, wholes: true)
        // Whatever the search leaves behind, the relaxation stays what it was.
        for _ in 0..<2 {
            let root = solver.minimise(small.objective, until: .never)
            #expect((root.status == .optimal) == (relaxed != nil))
            guard let relaxed else { continue }
            #expect(abs(root.claim - relaxed) < 1e-6)
            let search = solver.search(showing: nil, until: .never)
            if let best {
                #expect(abs(search.lowerBound - best) < 1e-6, "\(search.lowerBound), not \(best)")
            } else {
                #expect(search.lowerBound == .infinity)
            }
        }
    }

    @Test func `the programs of these tests have whole points, and none, and relaxations that are no answer`() {
        let minima = (0..<120 as Range<UInt64>).map { seed -> (Double?, Double?) in
            let small = SmallProgram(seed: seed, columns: 5, rows: 4, wholes: 3)
            return (
                VertexOracle.minimum(small.objective, over: small.program),
                VertexOracle.minimum(small.objective, over: small.program, wholes: true)
            )
        }
        #expect(minima.filter { $0.0 != nil && $0.1 == nil }.count > 5)
        #expect(minima.filter { ($0.1 ?? 0) > ($0.0 ?? 0) + 0.01 }.count > 30)
    }

    @Test(arguments: engines, 0..<20 as Range<UInt64>)
    func `an onlooker sees points of the program, the best among them`(_ present: PresentEngine, _ seed: UInt64) throws
    {
        let small = SmallProgram(seed: seed, columns: 5, rows: 3, wholes: 3)
        guard let best = VertexOracle.minimum(small.objective, over: small.program, wholes: true) else { return }
        let solver = present.solver(small.program)
        #expect(solver.minimise(small.objective, until: .never).status == .optimal)
        let onlooker = Onlooker(5)
        _ = solver.search(showing: onlooker, until: .never)
        let wholes = onlooker.points.filter { $0.prefix(3).allSatisfy { abs($0 - $0.rounded()) < 1e-6 } }
        let smallest = try #require(wholes.map(small.objective.value).min())
        #expect(abs(smallest - best) < 1e-6)
        for point in onlooker.points {
            #expect(zip(point, small.program.lower).allSatisfy { $0 >= $1 - 1e-6 })
            #expect(zip(point, small.program.upper).allSatisfy { $0 <= $1 + 1e-6 })
        }
    }

    /// Even numbers, some of which are to have half the sum of all and 0.5 more: the least that is missing is 0.5, and few
    /// branches are ever closed.
    ///
    /// - Parameter shift: the objective is what is missing less this.
    private static func partition(_ count: Int, seed: UInt64, shift: Double = 0) -> (LinearProgram, LinearFunction) {
        var generator = SeededGenerator(seed: seed)
        var program = LinearProgram()
        let slack = program.addColumn(lower: -shift, upper: 1e4 - shift)
        var columns = [Int32(slack)]
        var weights = [Double]()
        for _ in 0..<count {
            columns.append(Int32(program.addColumn(lower: 0, upper: 1, isInteger: true)))
            weights.append(Double(2 * (generator.next() % 2000) + 1000))
        }
        let half = weights.reduce(0, +) / 2 + 0.5
        // |Σ w x − half| ≤ slack + shift
        program.addRow(LinearFunction(columns: columns, values: [1] + weights, constant: 0), .atLeast, half - shift)
        program.addRow(LinearFunction(columns: columns, values: [-1] + weights, constant: 0), .atMost, half + shift)
        return (program, .column(slack))
    }

    @Test(arguments: engines, 0..<10 as Range<UInt64>)
    func `without whole columns the search has the relaxation's bound`(_ present: PresentEngine, _ seed: UInt64) {
        let (program, objective) = LargeProgram.make(seed: seed)
        let solver = present.solver(program)
        let root = solver.minimise(objective, until: .never)
        #expect(abs(root.claim) > 0.1)
        #expect(abs(solver.search(showing: nil, until: .never).lowerBound - root.claim) < 1e-9)
    }

    @Test(arguments: engines)
    func `a search that is ended early, at whatever step, claims no more than there is`(_ present: PresentEngine) {
        let (program, objective) = Self.partition(30, seed: 7, shift: 1000)
        for step in 0..<40 {
            let solver = present.solver(program)
            #expect(solver.minimise(objective, until: .never).status == .optimal)
            let search = solver.search(showing: nil, until: Deadline(after: 1e-4 * Double(step * step)))
            #expect(search.lowerBound <= -999.5 + 1e-6, "\(search.lowerBound) after step \(step)")
        }
    }

    @Test(arguments: engines)
    func `an onlooker who has seen enough ends the search`(_ present: PresentEngine) {
        let (program, objective) = Self.partition(40, seed: 5)
        let solver = present.solver(program)
        #expect(solver.minimise(objective, until: .never).status == .optimal)
        let onlooker = Onlooker(41, limit: 1)
        // Without the onlooker it takes for ever.
        let search = solver.search(showing: onlooker, until: Deadline(after: 300))
        #expect(!onlooker.points.isEmpty && search.lowerBound <= 0.5 + 1e-6)
        #expect(solver.minimise(objective, until: .never).status == .optimal)
    }

    @Test(arguments: PresentEngine.having(.boundAtLimit))
    func `a search that its deadline ends has a bound`(_ present: PresentEngine) {
        let (program, objective) = Self.partition(40, seed: 6)
        let solver = present.solver(program)
        let root = solver.minimise(objective, until: .never)
        let search = solver.search(showing: nil, until: Deadline(after: 0.5))
        #expect(search.lowerBound >= root.claim - 1e-6 && search.lowerBound <= 0.5 + 1e-6)
        #expect(search.nodes > 1)
        #expect(solver.search(showing: nil, until: Deadline(after: 0)).lowerBound <= 0.5 + 1e-6)
        // The limit was the search's alone.
        let again = solver.minimise(objective, until: .never)
        #expect(again.status == .optimal && abs(again.claim - root.claim) < 1e-9)
    }
}
