import Networks
import Yams

/// Reading layers that look through windows, and layers that move entries.
extension SuiteParser {
    /// `conv2d: { stride: [2, 1], padding: [0, 1, 1, 1], dilation: 2, groups: 4 }`; plain numbers go for all axes and sides.
    func convolution(_ fields: Fields) -> ArchitectureSpec.Layer {
        let window = window(fields, kernel: (1, 1), stride: (1, 1))
        let groups = extent(fields, "groups", least: 1) ?? 1
        let (weight, bias) = (tensor(fields, "weight"), tensor(fields, "bias"))
        let layout = fields["layout"].flatMap { choice($0.value, "layout", as: ArchitectureSpec.KernelLayout.self) }
        guard let uniform = window.uniform, groups == 1, hasScalars(fields) else {
            return .convolution(weight: weight, bias: bias, steps: WindowSteps(window), groups: groups, layout: layout)
        }
        return .conv2d(weight: weight, bias: bias, stride: uniform.stride, padding: uniform.padding, layout: layout)
    }

    /// `max-pool: { kernel: [2, 3], stride: [1, 3], padding: [0, 1] }`; the stride is the kernel where none is given.
    func pooling(_ name: String, _ fields: Fields) -> ArchitectureSpec.Layer? {
        guard required("kernel", in: fields, hint: "\(name): { kernel: 2 }") != nil,
            let kernel = pair(fields, "kernel", least: 1)
        else { return nil }
        let window = window(fields, kernel: kernel, stride: kernel)
        let takesMaximum = name == "max-pool"
        guard let uniform = window.uniform, hasScalars(fields) else {
            return takesMaximum ? .windowedMaxPool(window: window) : .windowedAveragePool(window: window)
        }
        return takesMaximum
            ? .maxPool(kernel: kernel.0, stride: uniform.stride, padding: uniform.padding)
            : .averagePool(kernel: kernel.0, stride: uniform.stride, padding: uniform.padding)
    }

    /// `add: { from: 2 }` adds layer 2 to the one before, `add: { from: [1, 2] }` two others.
    func addition(_ fields: Fields, _ number: Int) -> ArchitectureSpec.Layer? {
        guard let from = required("from", in: fields, hint: "layers count from 1; 0 is the image") else { return nil }
        guard case .sequence(let nodes) = from else {
            return layerNumber(from, before: number).map { .add(from: $0) }
        }
        guard nodes.count == 2 else {
            fault("add has two layers, found a list of \(nodes.count)", at: from, hint: "add: { from: [1, 2] }")
            return nil
        }
        let sources = nodes.compactMap { layerNumber($0, before: number) }
        return sources.count == 2 ? .reading(from: sources[0], layer: .add(from: sources[1])) : nil
    }

    /// `concat: { from: [4, 11] }`.
    func concatenation(_ fields: Fields, _ number: Int) -> ArchitectureSpec.Layer? {
        guard let from = required("from", in: fields, hint: "concat: { from: [1, 2] }; 0 is the image"),
            let nodes = entries(from, "from")
        else { return nil }
        let sources = nodes.compactMap { layerNumber($0, before: number) }
        guard sources.count == nodes.count else { return nil }
        guard let field = fields["shape"] else { return .concatenate(from: sources, shape: nil) }
        return shape(field.value).map { .concatenate(from: sources, shape: $0) }
    }

    /// `select: { indices: [0, 2, -1] }`, a vector unless a shape is given.
    func selection(_ fields: Fields) -> ArchitectureSpec.Layer? {
        let hint = "select: { indices: [0, 2, -1] }; -1 is a zero"
        guard let list = required("indices", in: fields, hint: hint), let nodes = entries(list, "indices")
        else { return nil }
        let indices = nodes.compactMap { integer($0, "an index", in: -1...1 << 28) }
        guard indices.count == nodes.count else { return nil }
        guard let field = fields["shape"] else { return .select(indices: indices, shape: [indices.count]) }
        return shape(field.value).map { .select(indices: indices, shape: $0) }
    }

    /// The shape that must be given.
    func shape(_ fields: Fields, hint: String) -> TensorShape? {
        required("shape", in: fields, hint: hint).flatMap(shape)
    }

    private func shape(_ node: Node) -> TensorShape? {
        guard let nodes = entries(node, "shape") else { return nil }
        let extents = nodes.compactMap { integer($0, "an extent of shape", in: 1...1 << 28) }
        return extents.count == nodes.count ? TensorShape(extents) : nil
    }

    /// The number of a layer before the one of number `number`; 0 is the image.
    func layerNumber(_ node: Node, before number: Int) -> Int? {
        integer(node, "from", in: 0...max(0, number - 1))
    }

    // MARK: Windows

    private func window(_ fields: Fields, kernel: (Int, Int), stride: (Int, Int)) -> WindowSpec {
        let stride = pair(fields, "stride", least: 1) ?? stride
        let dilation = pair(fields, "dilation", least: 1) ?? (1, 1)
        var window = WindowSpec(
            kernelHeight: kernel.0, kernelWidth: kernel.1, strideHeight: stride.0, strideWidth: stride.1,
            dilationHeight: dilation.0, dilationWidth: dilation.1)
        if let sides = fields["padding"].flatMap({ sides($0.value) }) {
            (window.top, window.left, window.bottom, window.right) = (sides[0], sides[1], sides[2], sides[3])
        }
        return window
    }

    /// Whether no option is a list: such windows have always been described by numbers alone.
    private func hasScalars(_ fields: Fields) -> Bool {
        ["kernel", "stride", "padding", "dilation"].allSatisfy { key in
            if case .sequence? = fields[key]?.value { false } else { true }
        }
    }

    /// A number, or `[height, width]`.
    private func pair(_ fields: Fields, _ key: String, least: Int) -> (Int, Int)? {
        guard let field = fields[key] else { return nil }
        guard case .sequence(let nodes) = field.value else {
            return extent(fields, key, least: least).map { ($0, $0) }
        }
        guard nodes.count == 2 else {
            fault(
                "\(key) must be a number or [height, width], found a list of \(nodes.count)", at: field.value,
                hint: "\(key): [2, 1]")
            return nil
        }
        let values = nodes.compactMap { integer($0, key, in: least...1 << 24) }
        return values.count == 2 ? (values[0], values[1]) : nil
    }

    /// Top, left, bottom and right from a number, `[height, width]` or all four.
    private func sides(_ node: Node) -> [Int]? {
        guard case .sequence(let nodes) = node else {
            return integer(node, "padding", in: 0...1 << 24).map { Array(repeating: $0, count: 4) }
        }
        let values = nodes.compactMap { integer($0, "padding", in: 0...1 << 24) }
        guard values.count == nodes.count else { return nil }
        switch values.count {
        case 2: return values + values
        case 4: return values
        default:
            fault(
                "padding must be a number, [height, width] or [top, left, bottom, right], found a list of "
                    + "\(values.count)", at: node, hint: "padding: [0, 1, 1, 1]")
            return nil
        }
    }
}
