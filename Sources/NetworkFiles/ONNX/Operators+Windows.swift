import LinearAlgebra
import Networks
import ONNX

/// Convolutions and pools over one or two dimensions.
extension GraphConverter {
    mutating func convolution(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let weights = try call.constant(1, "weights")
        let value = try computed(call.value(0), call.name)
        guard weights.shape.count == value.shape.count, weights.shape.count > 2 else {
            throw .malformed("weights of shape \(weights.shape) for an image of shape \(value.shape)")
        }
        let window = try OperatorWindow(call, over: value.shape, kernel: Array(weights.shape.dropFirst(2)))
        let groups = try call.integer("group", or: 1)
        let (batch, channels, rows) = (value.shape[0], value.shape[1], weights.shape[0])
        guard groups > 0, rows > 0, rows % groups == 0, weights.shape[1] > 0, channels % groups == 0,
            channels / groups == weights.shape[1]
        else { throw .malformed("weights of shape \(weights.shape) for \(channels) channels in \(groups) groups") }
        let bias = try bias(call, rows)
        var entries = try weights.exactFloats()
        let source = image(value, window.planes, window.height, window.width, call.name)
        // Several images side by side are groups of their own.
        if batch > 1 { try allow([batch] + weights.shape, bytes: 4) }
        entries = Array(repeating: entries, count: batch).flatMap(\.self)
        let kernels = Matrix(rows: batch * rows, columns: entries.count / (batch * rows), elements: entries)
        let step = draft.append(
            .convolution(
                kernels: kernels, bias: Array(repeating: bias, count: batch).flatMap(\.self), window: window.spec,
                groups: batch * groups),
            [source], [batch * rows, window.outputHeight, window.outputWidth], call.name)
        return .computed(Computed(step: step, shape: [batch, rows] + window.outputExtents))
    }

    private func bias(_ call: OperatorCall, _ rows: Int) throws(Reason) -> [Float] {
        guard call.has(2) else { return Array(repeating: 0, count: rows) }
        let bias = try call.constant(2, "bias").exactFloats()
        guard bias.count == rows else { throw .malformed("\(bias.count) biases for \(rows) channels") }
        return bias
    }

    /// The step that a window slides over, with the zeros around the image as a part of it.
    private mutating func padded(
        _ value: Computed, _ window: inout OperatorWindow, _ name: String
    ) throws(Reason) -> Int {
        let source = image(value, window.planes, window.height, window.width, name)
        let shape = window.paddedShape
        try work(shape)
        let image = Computed(step: source, shape: [window.planes, window.height, window.width])
        let result = try rearranged(.computed(image), window.padBeforehand(), shape, name)
        return self.image(try computed(result, name), shape[0], shape[1], shape[2], name)
    }

    mutating func maxPool(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let value = try computed(call.value(0), call.name)
        let window = try OperatorWindow(call, over: value.shape)
        return .computed(pooled(value, window, isMaximum: true, call.name))
    }

    /// Zeros around the image are left out of the average, or are part of it where `count_include_pad` says so; what
    /// rounding up the number of windows adds is never part of it.
    mutating func averagePool(_ call: OperatorCall) throws(Reason) -> GraphValue {
        var value = try computed(call.value(0), call.name)
        var window = try OperatorWindow(call, over: value.shape)
        if try call.integer("count_include_pad", or: 0) != 0 {
            let beyond = try padBeforehand(&window, call, value.shape)
            let shape = Array(value.shape.prefix(2))
            let step = try padded(value, &window, call.name)
            value = Computed(
                step: step, shape: shape + (window.isFlat ? [window.width] : [window.height, window.width]))
            (window.spec.bottom, window.spec.right) = beyond
        }
        noteAverage(window.spec.kernelHeight * window.spec.kernelWidth, call.name)
        return .computed(pooled(value, window, isMaximum: false, call.name))
    }

    /// Takes the window as it is without rounding up the number of windows; gives what that adds at the bottom and to
    /// the right.
    private func padBeforehand(
        _ window: inout OperatorWindow, _ call: OperatorCall, _ shape: [Int]
    ) throws(Reason) -> (bottom: Int, right: Int) {
        let node = ONNXNode(
            call.node.operation, inputs: [], outputs: [],
            attributes: call.node.attributes.filter { $0.key != "ceil_mode" })
        let inner = try OperatorWindow(
            OperatorCall(node: node, name: call.name, opset: opset, inputs: []), over: shape)
        defer { window = inner }
        return (window.spec.bottom - inner.spec.bottom, window.spec.right - inner.spec.right)
    }

    /// An average multiplies by 1/n.
    func isExactAverage(of count: Int) -> Bool { count & (count - 1) == 0 }

    mutating func noteAverage(_ count: Int, _ name: String) {
        if isExactAverage(of: count) { return }
        notes.add("the factor 1/n of an average is rounded to a double; that double is the network", at: name)
    }

    private mutating func pooled(
        _ value: Computed, _ window: OperatorWindow, isMaximum: Bool, _ name: String
    ) -> Computed {
        let source = image(value, window.planes, window.height, window.width, name)
        let step = draft.append(
            isMaximum ? .maxPool(window.spec) : .averagePool(window.spec), [source],
            [window.planes, window.outputHeight, window.outputWidth], name)
        return Computed(step: step, shape: Array(value.shape.prefix(2)) + window.outputExtents)
    }

    /// One window over the whole of every channel.
    mutating func globalPool(_ call: OperatorCall, isMaximum: Bool) throws(Reason) -> GraphValue {
        let value = try computed(call.value(0), call.name)
        guard value.shape.count > 2 else { throw .malformed("shape \(value.shape) has no height and width") }
        let planes = value.shape[0] * value.shape[1]
        let (height, width) = (value.shape[2], try count(Array(value.shape.dropFirst(3))))
        let source = image(value, planes, height, width, call.name)
        let spec = WindowSpec(kernelHeight: height, kernelWidth: width)
        if !isMaximum { noteAverage(height * width, call.name) }
        let step = draft.append(isMaximum ? .maxPool(spec) : .averagePool(spec), [source], [planes, 1, 1], call.name)
        let extents = [Int](repeating: 1, count: value.shape.count - 2)
        return .computed(Computed(step: step, shape: Array(value.shape.prefix(2)) + extents))
    }
}
