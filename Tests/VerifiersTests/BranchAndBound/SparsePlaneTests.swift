import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers

/// Planes of a convolution, all domains of a batch side by side, against the same sums written out.
@Suite struct SparsePlaneTests {
    /// Around the number of columns that kernels take at a time.
    static let widths = [1, 2, 15, 16, 17, 31, 32, 33, 50]

    /// A batch of random domains of a convolutional network with made-up bounds.
    private struct Example {
        let planes: InputPlanes
        let objective: SystemObjective
        let domains: [BranchDomain]
        let batch: DualBatch

        init(width: Int) throws {
            var generator = SeededGenerator(seed: UInt64(width))
            let relaxation = try Self.relaxation(&generator)
            let planes = try #require(InputPlanes(relaxation.network))
            self.planes = planes
            objective = relaxation.margin(label: 0, adversarial: 1)
            domains = (0..<width).map { _ in
                var domain = BranchDomain.root(relaxation.system)
                for unit in domain.splits.indices {
                    domain.splits[unit] = generator.unitFloat() < 0.2 ? Bool.random(using: &generator) ? 1 : -1 : 0
                    // β of splits is 0 at first, so that bounds are values.
                    domain.multipliers[unit] = domain.splits[unit] == 0 ? generator.unitFloat() : 0
                }
                guard generator.unitFloat() < 0.8 else { return domain }
                domain.planes = planes.entries.map { _ in UInt8.random(in: 0...255, using: &generator) }
                return domain
            }
            batch = DualBatch(relaxation.system, capacity: width, planes: planes)
            batch.load(domains[...])
            batch.evaluate(DualObjective(objective), cornered: true)
        }

        private static func relaxation(_ generator: inout SeededGenerator) throws -> SearchRelaxation {
            var builder = NetworkBuilder(input: [1, 6, 5])
            func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(generator.normal()) } }
            try builder.convolution(
                kernels: Matrix(rows: 5, columns: 9, elements: numbers(45)), bias: numbers(5), kernelHeight: 3,
                kernelWidth: 3, stride: 1, padding: 1)
            builder.relu()
            try builder.convolution(
                kernels: Matrix(rows: 2, columns: 45, elements: numbers(90)), bias: numbers(2), kernelHeight: 3,
                kernelWidth: 3, stride: 2, padding: 1)
            builder.relu()
            try builder.linear(weight: Matrix(rows: 2, columns: 18, elements: numbers(36)), bias: numbers(2))
            let network = try builder.build().lowered
            let box = Box(lower: [Double](repeating: 0.2, count: 30), upper: [Double](repeating: 0.7, count: 30))
            var model = RelaxationModel(network, InputRegion(box), encoding: .relaxed)
            for stage in network.stages[1..<network.outputStage] {
                let ends = (0..<stage.preActivations).map { _ in
                    (Double(generator.unitFloat()) - 0.8, 1 + Double(generator.unitFloat()))
                }
                model.append(StageBounds(lower: ends.map(\.0), upper: ends.map(\.1)))
            }
            return SearchRelaxation(model)
        }

        func at(_ block: FloatBlock, _ row: Int, _ column: Int) -> Float { block[row * batch.width + column] }

        func entries(_ unit: Int) -> Range<Int> { Int(planes.starts[unit])..<Int(planes.starts[unit + 1]) }

        /// Whether a plane bounds this ReLU here.
        func isPlaned(_ unit: Int, _ column: Int) -> Bool {
            domains[column].splits[unit] == 0 && at(batch.lambda, unit, column) < 0
        }

        /// An entry's input, scaled to [0, 1].
        func scaled(_ entry: Int, _ column: Int) -> Float {
            let input = Int(planes.columns[entry])
            return (at(batch.inputs, input, column) - planes.low[input]) * planes.inverseWidth[input]
        }
    }

    @Test(arguments: widths) func `bounds are values at the minimising inputs, along planes`(width: Int) throws {
        let example = try Example(width: width)
        let batch = example.batch
        batch.pushForward(exactly: false)
        var (planed, others) = (0, 0)
        for column in 0..<width {
            let given = example.domains[column].planes
            let weights = given.isEmpty ? example.planes.triangles : given
            #expect(batch.planes?.weights(column) == weights)
            var value = example.objective.constant
            for (input, weight) in example.objective.inputWeights.enumerated() {
                value += weight * example.at(batch.inputs, input, column)
            }
            for (unit, weight) in example.objective.hiddenWeights.enumerated() {
                value += weight * example.at(batch.h, unit, column)
            }
            #expect(abs(value - batch.bounds[column]) < 2e-4 * (1 + abs(value)))
            for unit in 0..<example.planes.count {
                guard example.isPlaned(unit, column) else {
                    others += 1
                    continue
                }
                planed += 1
                var (plane, active, inactive) = (Float(0), example.planes.upper[unit], Float(0))
                for entry in example.entries(unit) {
                    let (e, share) = (example.planes.entries[entry], Float(weights[entry]) / 255)
                    plane += share * e * example.scaled(entry, column)
                    active -= share * max(e, 0)
                    inactive -= share * min(e, 0)
                }
                plane += max(active, inactive)
                #expect(abs(plane - example.at(batch.h, unit, column)) < 1e-4 * (1 + abs(plane)))
            }
        }
        #expect(planed > 10 && others > 10)
    }

    @Test(arguments: widths) func `weights move towards what is best, and back to where both terms agree`(
        width: Int
    ) throws {
        let example = try Example(width: width)
        let (batch, planes) = (example.batch, example.planes)
        batch.pushForward(exactly: false, planeStep: 0.3)
        for column in 0..<width {
            let given = example.domains[column].planes
            var expected = (given.isEmpty ? planes.triangles : given).map(Float.init)
            // Entries whose place hangs on rounding: those that are left to shrink are next to nothing.
            var doubtful = Set<Int>()
            for unit in 0..<planes.count where example.isPlaned(unit, column) {
                var size = Float(0)
                for entry in example.entries(unit) {
                    let pull = 1 - 2 * example.scaled(entry, column)
                    let step = 0.3 * 255 * (planes.entries[entry] < 0 ? -pull : pull)
                    expected[entry] = min(max(expected[entry] + step, 0), 255)
                    size += expected[entry] / 255 * abs(planes.entries[entry])
                }
                if planes.extent[unit] - size < 1e-3 * planes.extent[unit] { doubtful.formUnion(example.entries(unit)) }
                for entry in example.entries(unit) {
                    if size > planes.upper[unit] {
                        // Made-up bounds leave ReLUs that are never on.
                        expected[entry] *= size > 0 ? planes.upper[unit] / size : 0
                    } else if planes.extent[unit] > size {
                        let share = (planes.extent[unit] - planes.upper[unit]) / (planes.extent[unit] - size)
                        expected[entry] = 255 - share * (255 - expected[entry])
                    }
                    expected[entry] = min(max(expected[entry], 0), 255)
                }
            }
            let moved = try #require(batch.planes).weights(column)
            #expect(doubtful.count < moved.count / 10)
            #expect(moved.indices.allSatisfy { doubtful.contains($0) || abs(Float(moved[$0]) - expected[$0]) < 0.51 })
            if example.isPlaned(0, column) || width > 2 { #expect(moved != given) }
        }
    }

    @Test(arguments: widths) func `columns that are kept stay what they were`(width: Int) throws {
        let example = try Example(width: width)
        let batch = example.batch
        let planes = try #require(batch.planes)
        batch.pushForward(exactly: false, planeStep: 0.3)
        let objective = DualObjective(example.objective)
        batch.evaluate(objective, cornered: true)
        let kept = (0..<width).filter { $0 % 3 != 1 }
        let (weights, bounds) = (kept.map { planes.weights($0) }, kept.map { batch.bounds[$0] })
        let gaps = kept.map { column in (0..<planes.planes.count).map { planes.gap($0, column) } }
        batch.compact(to: kept)
        #expect(batch.width == kept.count && batch.origins == kept)
        batch.evaluate(objective, cornered: true)
        for column in kept.indices {
            #expect(planes.weights(column) == weights[column])
            #expect(abs(batch.bounds[column] - bounds[column]) < 1e-4 * (1 + abs(bounds[column])))
            #expect((0..<planes.planes.count).map { planes.gap($0, column) } == gaps[column])
        }
        #expect(Set(gaps.joined()).count > 5)
    }

    @Test func `columns are loaded in order, and weights fit`() async {
        await #expect(processExitsWith: .failure) {
            let example = try Example(width: 2)
            example.batch.planes?.begin(2)
            example.batch.planes?.load([], 1)
        }
        await #expect(processExitsWith: .failure) {
            let example = try Example(width: 2)
            example.batch.planes?.begin(2)
            example.batch.planes?.load([1, 2, 3], 0)
        }
    }
}
