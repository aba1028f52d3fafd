import LinearAlgebra
import Networks
import Questions

/// A tiny random network with a random property stated in full.
struct GivenSubject: Sendable, CustomStringConvertible {
    let network: Network
    let property: GivenProperty
    /// Whether weights are of about one size.
    let isOrdinary: Bool
    let description: String

    /// The same seed gives the same subject.
    init(seed: UInt64) throws {
        var maker = Maker(generator: SeededGenerator(seed: seed &* 0x9E37_79B9 &+ 0x617E4))
        let scale = maker.pick([Scale.ordinary, .ordinary, .perRow, .perEntry])
        let inputs = maker.pick([1, 2, 2, 3])
        let outputs = maker.pick([1, 2, 3])
        network = try maker.network(inputs, outputs, scale)
        let parts = (0..<maker.pick([1, 1, 2])).map { _ in maker.part(inputs, outputs) }
        isOrdinary = scale == .ordinary
        description = "given, seed \(seed), \(scale)"
        property = try maker.calibrated(parts, network)
    }

    func question(measure: Measure) -> AskedQuestion {
        let sample = Sample(
            id: SampleID(dataset: "given", split: "test", index: 0), label: 0, pixels: property.centre, given: property)
        let query = Query(
            sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 1, domain: nil), measure: measure)
        return AskedQuestion(query, .given, shape: [property.inputCount])
    }

    fileprivate enum Scale { case ordinary, perRow, perEntry }
}

private struct Maker {
    var generator: SeededGenerator

    mutating func chance(_ share: Double) -> Bool { generator.unitDouble() < share }
    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }

    mutating func network(_ inputs: Int, _ outputs: Int, _ scale: GivenSubject.Scale) throws -> Network {
        let hidden = (0..<pick([1, 2, 2])).map { _ in pick([2, 3, 4]) }
        var builder = NetworkBuilder(input: [inputs])
        for (index, width) in (hidden + [outputs]).enumerated() {
            if index > 0 { builder.relu() }
            try linear(&builder, width, scale)
        }
        return try builder.build()
    }

    private mutating func linear(_ builder: inout NetworkBuilder, _ width: Int, _ scale: GivenSubject.Scale) throws {
        let columns = builder.shape(of: builder.last).count
        let rows = (0..<width).map { _ -> (weights: [Float], bias: Float) in
            let own = power()
            let weights = (0..<columns).map { _ in
                pick([Float(generator.normal()), Float(generator.normal()), 1, -1, 0])
                    * (scale == .ordinary ? 1 : scale == .perRow ? own : power())
            }
            return (weights, Float(generator.normal()) * (scale == .ordinary ? 0.3 : own))
        }
        try builder.linear(
            weight: Matrix(rows: width, columns: columns, elements: rows.flatMap(\.weights)), bias: rows.map(\.bias))
    }

    private mutating func power() -> Float {
        Float(sign: .plus, exponent: pick([0, 0, 20, -20, 40, -40]), significand: 1)
    }

    mutating func part(_ inputs: Int, _ outputs: Int) -> GivenProperty.Part {
        let lower = (0..<inputs).map { _ in generator.normal() * 0.5 }
        let widths = (0..<inputs).map { _ in pick([0, 1e-4, generator.unitDouble(), generator.unitDouble(), 2]) }
        let clauses = (0..<pick([1, 1, 2, 3])).map { _ in
            (0..<pick([1, 2, 3])).map { _ in form(inputs, outputs) }
        }
        return GivenProperty.Part(box: Box(lower: lower, upper: zip(lower, widths).map { $0 + $1 }), clauses: clauses)
    }

    private mutating func form(_ inputs: Int, _ outputs: Int) -> LinearForm {
        var form = LinearForm([:], constant: generator.normal() + 0.4)
        for output in 0..<outputs where chance(0.7) { form.coefficients[output] = pick([1, -1, generator.normal()]) }
        if chance(0.3) { form.inputs[Int.random(in: 0..<inputs, using: &generator)] = generator.normal() }
        return form
    }

    /// The property, or one of the same boxes whose constants are moved to where it just holds or just does not.
    mutating func calibrated(_ parts: [GivenProperty.Part], _ network: Network) throws -> GivenProperty {
        guard chance(0.5) else { return GivenProperty(parts: parts) }
        let share = pick([1e-2, -1e-2, 1e-9, -1e-9, 1e-15, 0])
        return GivenProperty(
            parts: parts.map { part in
                guard let unsafe = UnsafeInputs(of: network, part) else { return part }
                let scale = unsafe.scale.approximation
                // Where the largest form of a clause begins to be reached, by halving.
                var (low, high) = (-scale, scale)
                for _ in 0..<24 {
                    let middle = low / 2 + high / 2
                    if unsafe.reach(Rational(middle)) { high = middle } else { low = middle }
                }
                let shift = share * scale - low
                guard shift.isFinite else { return part }
                let clauses = part.clauses.map { clause in
                    clause.map { form in
                        var form = form
                        form.constant += shift
                        return form
                    }
                }
                return GivenProperty.Part(box: part.box, clauses: clauses)
            })
    }
}
