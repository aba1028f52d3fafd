import Networks

extension NetworkDraft {
    /// The network whose outputs are the result of step `output`, in row-major order; steps that it does not need are
    /// left out.
    ///
    /// - Throws: `NetworkFault`, with the name of the operator: NaN or infinite weights, shapes that do not fit.
    func network(output: Int, in builder: NetworkBuilder) throws(NetworkFault) -> Network {
        var draft = self
        let place = draft.join(output: output)
        let end = place[output]
        let needed = draft.needed(by: end)
        var builder = builder
        var nodes = [Int](repeating: builder.last, count: draft.steps.count)
        for index in draft.steps.indices where needed[index] && index > 0 {
            let step = draft.steps[index]
            nodes[index] = try builder.append(step, step.inputs.map { nodes[$0] })
        }
        if draft.steps[end].shape.extents.count != 1 || nodes[end] != builder.last || end == 0 {
            builder.flatten(after: nodes[end])
        }
        return try builder.build()
    }

    private func needed(by end: Int) -> [Bool] {
        var needed = [Bool](repeating: false, count: steps.count)
        needed[end] = true
        // Steps read earlier ones only.
        for index in steps.indices.reversed() where needed[index] {
            for input in steps[index].inputs { needed[input] = true }
        }
        return needed
    }
}

extension NetworkBuilder {
    /// Appends a step of a draft whose inputs are these nodes; gives its node.
    fileprivate mutating func append(_ step: NetworkDraft.Step, _ inputs: [Int]) throws(NetworkFault) -> Int {
        switch step.operation {
        case .input: return inputs[0]
        case .linear(let weight, let bias):
            return try linear(weight: weight, bias: bias, after: inputs[0], name: step.name)
        case .convolution(let kernels, let bias, let window, let groups):
            return try convolution(
                kernels: kernels, bias: bias, window: window, groups: groups, after: inputs[0], name: step.name)
        case .relu: return relu(after: inputs[0])
        case .maxPool(let window): return try maxPool(window: window, after: inputs[0], name: step.name)
        case .averagePool(let window): return try averagePool(window: window, after: inputs[0], name: step.name)
        case .add: return try add(inputs[0], inputs[1])
        case .normalise(let mean, let deviation):
            return try normalise(mean: mean, deviation: deviation, after: inputs[0])
        case .scale(let gain, let offset):
            return try scale(gain: gain, offset: offset, after: inputs[0], name: step.name)
        case .select(let indices):
            return try select(indices, shape: step.shape, after: inputs[0], name: step.name)
        case .concatenate: return try concatenate(inputs, shape: step.shape, name: step.name)
        case .reshape:
            if step.shape.extents.count == 1 { return flatten(after: inputs[0]) }
            return try reshape(step.shape, after: inputs[0], name: step.name)
        }
    }
}
