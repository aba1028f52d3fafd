import Networks

/// The network around one query: what is left of it once bounds have decided the ReLUs that they can decide.
///
/// Its variables are, in topological order, the inputs and one per neuron that matters: max(z, 0) of an unstable ReLU, z of
/// one that is surely on or has no activation, inputs and maxima of pooling windows without a clear maximum. A ReLU that is
/// surely off has none. Variables of neurons that are surely on or have no activation are *affine*: defined by those before
/// them. The others are *free*.
///
/// This is what the programs (`RelaxationModel`), the dual ascent (`ReLUSystem`) and the planes (`ExactPlanes`) are made of.
/// Built stage by stage: the bounds of a stage rest on the stages before.
package struct ReducedNetwork: Sendable {
    package let network: LoweredNetwork
    package let region: InputRegion
    /// One constant that stands for every bound on unstable ReLUs; `nil`: each has its own bounds.
    package let bigM: Double?
    /// Bounds of the stages so far; index 0 is the box of the inputs.
    package private(set) var bounds: NetworkBounds
    /// Per stage so far and value h: the variable that is h; `nil` where h = 0.
    package private(set) var values: [[Int?]]
    /// Range of every variable.
    package private(set) var lower: [Double]
    package private(set) var upper: [Double]
    /// Per stage so far: what it added, in the order of its variables; nothing for the input.
    package private(set) var elements: [[ReducedElement]] = [[]]
    /// The unstable ReLUs, in topological order.
    package private(set) var unstable: [ReducedNeuron] = []
    /// Per variable: what it is in free variables; `nil` where it is free.
    package private(set) var substitutions: [LinearFunction?]

    /// The inputs alone.
    ///
    /// - Parameter bigM: no pre-activation of an unstable ReLU is larger in magnitude.
    package init(_ network: LoweredNetwork, _ region: InputRegion, bigM: Double? = nil) {
        self.network = network
        self.region = region
        self.bigM = bigM
        bounds = NetworkBounds(region)
        lower = region.box.lower
        upper = zip(region.box.lower, region.box.upper).map { max($0, $1) }
        values = [Array(0..<region.box.count)]
        substitutions = Array(repeating: nil, count: region.box.count)
    }

    /// Index of the next stage to be added.
    package var next: Int { values.count }

    /// The first variables are the inputs.
    package var inputCount: Int { network.inputCount }
    package var variableCount: Int { lower.count }

    /// The affine variables' neurons, in topological order.
    package var affine: [ReducedNeuron] {
        elements.joined().compactMap { if case .affine(let neuron) = $0 { neuron } else { nil } }
    }

    /// The largest magnitude that a variable can have.
    package func extent(_ variable: Int) -> Double { max(abs(lower[variable]), abs(upper[variable])) }

    /// Adds the next stage with its pre-activations inside `bounds`.
    ///
    /// - Complexity: per neuron one pass over its weights, and one over the entries of the affine variables that it reads.
    package mutating func append(_ bounds: StageBounds) {
        let stage = network.stages[next]
        elements.append([])
        switch stage.activation {
        case .identity: values.append(stage.bias.indices.map { addAffine($0, bounds) })
        case .relu: values.append(stage.bias.indices.map { addReLU($0, bounds) })
        case .maxPool(let windows):
            let inputs = addPoolInputs(windows, bounds)
            values.append(windows.indices.map { addMaximum($0, windows[$0], inputs, bounds) })
        }
        self.bounds.stages.append(bounds)
    }
}

extension ReducedNetwork {
    private mutating func addVariable(_ lower: Double, _ upper: Double, substitution: LinearFunction? = nil) -> Int {
        self.lower.append(lower)
        self.upper.append(max(lower, upper))
        substitutions.append(substitution)
        return variableCount - 1
    }

    private func form(_ neuron: Int) -> AffineForm {
        let direct = function([(neuron, 1)], of: next)
        return AffineForm(direct: direct, substituted: substituted(direct))
    }

    private mutating func addAffine(_ neuron: Int, _ bounds: StageBounds) -> Int {
        let (l, u) = (bounds.lower[neuron], bounds.upper[neuron])
        let form = form(neuron)
        let variable = addVariable(l, u, substitution: form.substituted)
        elements[next].append(
            .affine(ReducedNeuron(stage: next, neuron: neuron, lower: l, upper: u, form: form, variable: variable)))
        return variable
    }

    private mutating func addReLU(_ neuron: Int, _ bounds: StageBounds) -> Int? {
        switch bounds.state(neuron) {
        case .inactive: return nil
        case .active: return addAffine(neuron, bounds)
        case .unstable: break
        }
        var (l, u) = (bounds.lower[neuron], bounds.upper[neuron])
        if let bigM {
            let reach = max(bigM, u, -l)
            (l, u) = (-reach, reach)
        }
        let form = form(neuron)
        let relu = ReducedNeuron(
            stage: next, neuron: neuron, lower: l, upper: u, form: form, variable: addVariable(0, u))
        unstable.append(relu)
        elements[next].append(.unstable(relu))
        return relu.variable
    }

    /// Variables of the pre-activations that can be a maximum.
    private mutating func addPoolInputs(_ windows: [[Int]], _ bounds: StageBounds) -> [Int: Int] {
        var inputs = [Int: Int]()
        for neuron in windows.lazy.flatMap({ Self.openInputs($0, bounds) }) where inputs[neuron] == nil {
            let (l, u) = (bounds.lower[neuron], bounds.upper[neuron])
            let form = form(neuron)
            let variable = addVariable(l, u)
            inputs[neuron] = variable
            elements[next].append(
                .pooled(ReducedNeuron(stage: next, neuron: neuron, lower: l, upper: u, form: form, variable: variable)))
        }
        return inputs
    }

    /// The inputs of a window that no other input surely exceeds.
    private static func openInputs(_ window: [Int], _ bounds: StageBounds) -> [Int] {
        let best = window.dropFirst().reduce(window[0]) { bounds.lower[$0] < bounds.lower[$1] ? $1 : $0 }
        return window.filter { $0 == best || bounds.upper[$0] > bounds.lower[best] }
    }

    private mutating func addMaximum(
        _ index: Int, _ window: [Int], _ inputs: [Int: Int], _ bounds: StageBounds
    ) -> Int {
        let open = Self.openInputs(window, bounds).compactMap { neuron in
            inputs[neuron].map { (neuron: neuron, variable: $0) }
        }
        if open.count == 1 { return open[0].variable }
        let variable = addVariable(
            open.reduce(-.infinity) { max($0, bounds.lower[$1.neuron]) },
            open.reduce(-.infinity) { max($0, bounds.upper[$1.neuron]) })
        elements[next].append(
            .maximum(WindowMaximum(stage: next, window: index, inputs: open, variable: variable)))
        return variable
    }
}
