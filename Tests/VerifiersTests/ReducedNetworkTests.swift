import ExactArithmetic
import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers

/// What is left of a network around a query against the network itself, in exact numbers.
@Suite struct ReducedNetworkTests {
    @Test(arguments: ReducedNetworkCase.all) func `forms are the pre-activations`(_ example: ReducedNetworkCase) throws
    {
        let network = try example.network()
        let query = example.query(on: network)
        for lowered in [network.lowered, network.lowered.withPoolsAsReLUs] {
            let reduced = try Self.reduced(lowered, InputRegion(query))
            for point in try ExactForward.points(query, seed: example.seed) {
                let forward = try ExactForward(lowered, at: point)
                let values = forward.variables(of: reduced)
                for (stage, elements) in reduced.elements.enumerated() {
                    for case let neuron? in elements.map(\.neuron) {
                        let z = forward.pre[stage][neuron.neuron]
                        let direct = try evaluate(neuron.form.direct, at: values)
                        let error = try #require(Dyadic(neuron.form.direct.error))
                        #expect((direct - z).magnitude <= error, "stage \(stage), neuron \(neuron.neuron)")
                        let substituted = try evaluate(neuron.form.substituted, at: values)
                        #expect(abs((substituted - z).rounded) <= 1e-9 * (1 + abs(z.rounded)))
                    }
                }
                let margin = reduced.margin(label: 0, adversarial: 2)
                let logits = forward.pre[lowered.outputStage]
                let slack = try #require(Dyadic(margin.error))
                #expect((try evaluate(margin, at: values) - (logits[0] - logits[2])).magnitude <= slack)
            }
        }
    }

    @Test(arguments: ReducedNetworkCase.all) func `bounds decide which variables there are`(
        _ example: ReducedNetworkCase
    ) throws {
        let network = try example.network()
        let lowered = network.lowered.withPoolsAsReLUs
        var reduced = ReducedNetwork(lowered, InputRegion(example.query(on: network)))
        for bounds in example.bounds(lowered) { reduced.append(bounds) }
        #expect(reduced.next == lowered.outputStage && reduced.variableCount == reduced.upper.count)
        for stage in lowered.reluStages {
            let bounds = reduced.bounds.stages[stage]
            for neuron in bounds.lower.indices {
                let (l, u) = (bounds.lower[neuron], bounds.upper[neuron])
                let variable = reduced.values[stage][neuron]
                let isUnstable = reduced.unstable.contains { $0.stage == stage && $0.neuron == neuron }
                #expect(isUnstable == (l < 0 && u > 0))
                #expect((variable == nil) == (u <= 0))
                if let variable { #expect((reduced.substitutions[variable] == nil) == isUnstable) }
            }
        }
        // Substituted functions speak of free variables alone.
        for neuron in reduced.affine + reduced.unstable {
            #expect(neuron.form.substituted.columns.allSatisfy { reduced.substitutions[Int($0)] == nil })
            #expect(neuron.form.direct.columns.allSatisfy { Int($0) < neuron.variable })
        }
    }

    @Test(arguments: ReducedNetworkCase.all, [nil, 40.0]) func `no point of the network breaks a row of its programs`(
        _ example: ReducedNetworkCase, _ bigM: Double?
    ) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let reduced = try Self.reduced(network.lowered, InputRegion(query), bigM: bigM)
        let model = RelaxationModel(reduced, encoding: .relaxed)
        for point in try ExactForward.points(query, seed: example.seed) {
            let forward = try ExactForward(network.lowered, at: point)
            var columns = [Dyadic](repeating: .zero, count: model.program.columnCount)
            for (variable, value) in forward.variables(of: reduced).enumerated() {
                columns[Int(model.columns[variable])] = value
            }
            for relu in reduced.unstable {
                let z = forward.pre[relu.stage][relu.neuron]
                columns[Int(model.columns[relu.variable]) + 1] = z < .zero ? -z : .zero
            }
            for row in model.program.rows {
                let function = LinearFunction(columns: row.columns, values: row.values, constant: -row.rightHandSide)
                let excess = try evaluate(function, at: columns)
                let error = try #require(Dyadic(row.error))
                switch row.relation {
                case .equal: #expect(excess.magnitude <= error)
                case .atLeast: #expect(-error <= excess)
                case .atMost: #expect(excess <= error)
                }
            }
        }
    }

    /// Weights 2⁴⁸ apart add up with a rounding error in double precision.
    @Test(arguments: 0..<10 as Range<UInt64>) func `coefficients that rounding entered carry their error`(
        seed: UInt64
    ) throws {
        var generator = SeededGenerator(seed: seed)
        var builder = NetworkBuilder(input: [2])
        for scales in [[1, 1, 1, 1], [0x1p24, 1, 0x1p-24]] as [[Float]] {
            let inputs = scales.count == 4 ? 2 : 4
            if inputs == 4 { builder.relu() }
            try builder.linear(
                weight: Matrix(
                    rows: scales.count, columns: inputs,
                    elements: scales.flatMap { scale in
                        (0..<inputs).map { _ in scale * (2 * generator.unitFloat() - 1) }
                    }),
                // Without biases of the logits, whose error would cover that of the coefficients.
                bias: scales.map { _ in inputs == 2 ? generator.unitFloat() : 0 })
        }
        let network = try builder.build()
        let sample = Sample(
            id: SampleID(dataset: "random", split: "test", index: 0), label: 0, pixels: [0.5, 0.25])
        let query = Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 0.2))
        let reduced = try Self.reduced(network.lowered, InputRegion(query))
        let margin = reduced.margin(label: 0, adversarial: 2)
        let error = try #require(Dyadic(margin.error))
        var isRounded = false
        for point in try ExactForward.points(query, seed: seed) {
            let forward = try ExactForward(network.lowered, at: point)
            let logits = forward.pre[network.lowered.outputStage]
            let difference = try evaluate(margin, at: forward.variables(of: reduced)) - (logits[0] - logits[2])
            #expect(difference.magnitude <= error)
            isRounded = isRounded || difference.sign != 0
        }
        #expect(isRounded)
    }

    /// With bounds by interval arithmetic, a little wider.
    private static func reduced(
        _ network: LoweredNetwork, _ region: InputRegion, bigM: Double? = nil
    ) throws -> ReducedNetwork {
        var reduced = ReducedNetwork(network, region, bigM: bigM)
        var values = [StageBounds(lower: region.box.lower, upper: region.box.upper)]
        for stage in network.stages[1..<network.outputStage] {
            var bounds = StageBounds(lower: stage.bias, upper: stage.bias)
            for term in stage.terms {
                for neuron in stage.bias.indices {
                    for (index, weight) in term.matrix.entries(ofRow: neuron) {
                        let ends = (
                            weight * values[term.source].lower[index], weight * values[term.source].upper[index]
                        )
                        bounds.lower[neuron] += min(ends.0, ends.1)
                        bounds.upper[neuron] += max(ends.0, ends.1)
                    }
                }
            }
            bounds = StageBounds(lower: bounds.lower.map { $0 - 1e-6 }, upper: bounds.upper.map { $0 + 1e-6 })
            reduced.append(bounds)
            switch stage.activation {
            case .identity: values.append(bounds)
            case .relu:
                values.append(
                    StageBounds(lower: bounds.lower.map { max($0, 0) }, upper: bounds.upper.map { max($0, 0) }))
            case .maxPool(let windows):
                values.append(
                    StageBounds(
                        lower: windows.map { $0.map { bounds.lower[$0] }.max() ?? 0 },
                        upper: windows.map { $0.map { bounds.upper[$0] }.max() ?? 0 }))
            }
        }
        return reduced
    }
}

extension ReducedElement {
    /// Its neuron; a maximum has none.
    fileprivate var neuron: ReducedNeuron? {
        switch self {
        case .affine(let neuron), .unstable(let neuron), .pooled(let neuron): neuron
        case .maximum: nil
        }
    }
}
