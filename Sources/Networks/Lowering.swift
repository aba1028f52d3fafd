import LinearAlgebra

extension LoweredNetwork {
    /// Lowers `network` to stages.
    public init(_ network: Network) {
        var lowering = Lowering(inputCount: network.inputShape.count)
        for node in network.nodes.dropFirst() { lowering.append(node) }
        self.init(stages: lowering.finished())
    }
}

/// Works through the nodes of a network in order. Each node is either the values of a stage, or an affine map of such
/// values that still waits for its activation.
private struct Lowering {
    private enum Symbol {
        case values(stage: Int)
        case pending(terms: [LoweredNetwork.Term], bias: [Double])
    }

    private var stages: [LoweredNetwork.Stage]
    private var symbols: [Symbol] = [.values(stage: 0)]

    init(inputCount: Int) {
        stages = [LoweredNetwork.Stage(terms: [], bias: [], activation: .identity, width: inputCount)]
    }

    mutating func append(_ node: Network.Node) {
        let source = node.inputs[0]
        switch node.operation {
        case .input, .flatten, .reshape: symbols.append(symbols[source])
        case .linear(let layer):
            symbols.append(
                mapped(source, AffineMatrix(storing: layer.weight.doubles), bias: layer.bias.map(Double.init)))
        case .convolution(let layer):
            let bias = layer.bias.flatMap { Array(repeating: Double($0), count: layer.geometry.positions) }
            let planes = (layer.geometry.height * layer.geometry.width, layer.geometry.positions)
            // The channels of a pixel are read together, but not those of several groups.
            symbols.append(
                mapped(
                    source, .sparse(layer.sparseMatrix), bias: bias, planes: layer.groups == 1 ? planes : nil))
        case .averagePool(let layer):
            let rows = layer.windows.map { window in window.map { (column: $0, value: 1 / Double(window.count)) } }
            let columns = layer.geometry.channels * layer.geometry.height * layer.geometry.width
            let matrix = SparseMatrix(columns: columns, rowEntries: rows)
            symbols.append(mapped(source, .sparse(matrix), bias: Array(repeating: 0, count: rows.count)))
        case .normalise(let layer): symbols.append(normalised(source, layer, count: node.shape.count))
        case .scale(let layer):
            let plane = node.shape.count / layer.gain.count
            let gain = SparseMatrix(diagonal: (0..<node.shape.count).map { Double(layer.gain[$0 / plane]) })
            symbols.append(
                mapped(source, .sparse(gain), bias: (0..<node.shape.count).map { Double(layer.offset[$0 / plane]) }))
        case .add: symbols.append(sum(source, node.inputs[1]))
        case .select(let layer): symbols.append(selected(source, layer.indices))
        case .concatenate: symbols.append(concatenated(node.inputs))
        case .relu:
            let (terms, bias) = affine(symbols[source])
            symbols.append(.values(stage: close(terms, bias, .relu, width: bias.count)))
        case .maxPool(let layer):
            let (terms, bias) = affine(symbols[source])
            let windows = layer.windows
            symbols.append(
                .values(stage: close(terms, bias, .maxPool(windows: windows), width: windows.count)))
        }
    }

    mutating func finished() -> [LoweredNetwork.Stage] {
        if let last = symbols.last {
            let (terms, bias) = affine(last)
            _ = close(terms, bias, .identity, width: bias.count)
        }
        return stages
    }

    /// `matrix` applied to a node, as a map that waits for its activation.
    private mutating func mapped(
        _ node: Int, _ matrix: AffineMatrix, bias: [Double], planes: (values: Int, preActivations: Int)? = nil
    ) -> Symbol {
        .pending(terms: [LoweredNetwork.Term(source: stage(of: node), matrix: matrix, planes: planes)], bias: bias)
    }

    /// (x − mean) · scale in two steps, so that no constant is rounded.
    private mutating func normalised(_ node: Int, _ layer: NormalisationLayer, count: Int) -> Symbol {
        let plane = count / layer.mean.count
        let shifted = mapped(
            node, .sparse(SparseMatrix(diagonal: Array(repeating: 1, count: count))),
            bias: (0..<count).map { -layer.mean[$0 / plane] })
        let (terms, bias) = affine(shifted)
        let stage = close(terms, bias, .identity, width: count)
        let scale = SparseMatrix(diagonal: (0..<count).map { layer.scale[$0 / plane] })
        return .pending(
            terms: [LoweredNetwork.Term(source: stage, matrix: .sparse(scale))],
            bias: Array(repeating: 0, count: count))
    }

    /// The sum of two nodes. Where both have biases, one becomes a stage, so that no two biases are rounded into one.
    private mutating func sum(_ first: Int, _ second: Int) -> Symbol {
        var (terms, bias) = affine(symbols[first])
        var (otherTerms, otherBias) = affine(symbols[second])
        if bias.contains(where: { $0 != 0 }), otherBias.contains(where: { $0 != 0 }) {
            let closed = stage(of: second)
            (otherTerms, otherBias) = affine(.values(stage: closed))
        }
        if bias.allSatisfy({ $0 == 0 }) { swap(&bias, &otherBias) }
        terms += otherTerms
        return .pending(terms: terms, bias: bias)
    }

    /// Entries of a node. Rows of a waiting map are picked where that repeats no work; else it becomes a stage.
    private mutating func selected(_ node: Int, _ indices: [Int]) -> Symbol {
        if case .pending(let terms, let bias) = symbols[node], Set(indices).count == indices.count,
            indices.allSatisfy({ $0 >= 0 })
        {
            let rows = terms.compactMap { term -> LoweredNetwork.Term? in
                guard case .dense(let matrix) = term.matrix else { return nil }
                return LoweredNetwork.Term(source: term.source, matrix: .dense(matrix.selectingRows(indices)))
            }
            if rows.count == terms.count { return .pending(terms: rows, bias: indices.map { bias[$0] }) }
        }
        let part = picked(node)
        let matrix = part.matrix.selectingRows(indices)
        return .pending(
            terms: [LoweredNetwork.Term(source: part.stage, matrix: .sparse(matrix))],
            bias: indices.map { $0 < 0 ? 0 : part.bias[$0] })
    }

    /// Nodes one after the other: one term per stage that is read, each with empty rows for the others.
    private mutating func concatenated(_ nodes: [Int]) -> Symbol {
        var parts = [(stage: Int, matrix: SparseMatrix, bias: [Double])]()
        for node in nodes { parts.append(picked(node)) }
        let terms = Set(parts.map(\.stage)).sorted().map { stage in
            let rows = parts.map { (matrix: $0.stage == stage ? $0.matrix : nil, rows: $0.matrix.rows) }
            let matrix = SparseMatrix(stacking: rows, columns: stages[stage].width)
            return LoweredNetwork.Term(source: stage, matrix: .sparse(matrix))
        }
        return .pending(terms: terms, bias: parts.flatMap(\.bias))
    }

    /// A node as a map of the values of one stage, every entry of which reads one of them at most.
    private mutating func picked(_ node: Int) -> (stage: Int, matrix: SparseMatrix, bias: [Double]) {
        if case .pending(let terms, let bias) = symbols[node], terms.count == 1,
            case .sparse(let matrix) = terms[0].matrix, matrix.maximumEntriesPerRow <= 1
        {
            return (terms[0].source, matrix, bias)
        }
        let stage = stage(of: node)
        let width = stages[stage].width
        return (stage, SparseMatrix(diagonal: Array(repeating: 1, count: width)), Array(repeating: 0, count: width))
    }

    /// The stage that holds a node's values; a waiting affine map is closed with the identity.
    private mutating func stage(of node: Int) -> Int {
        switch symbols[node] {
        case .values(let stage): return stage
        case .pending(let terms, let bias):
            let stage = close(terms, bias, .identity, width: bias.count)
            symbols[node] = .values(stage: stage)
            return stage
        }
    }

    private func affine(_ symbol: Symbol) -> ([LoweredNetwork.Term], [Double]) {
        switch symbol {
        case .pending(let terms, let bias): return (terms, bias)
        case .values(let stage):
            let width = stages[stage].width
            let identity = SparseMatrix(diagonal: Array(repeating: 1, count: width))
            return (
                [LoweredNetwork.Term(source: stage, matrix: .sparse(identity))], Array(repeating: 0, count: width)
            )
        }
    }

    private mutating func close(
        _ terms: [LoweredNetwork.Term], _ bias: [Double], _ activation: LoweredNetwork.Activation, width: Int
    ) -> Int {
        stages.append(LoweredNetwork.Stage(terms: terms, bias: bias, activation: activation, width: width))
        return stages.count - 1
    }
}

extension ConvolutionLayer {
    /// The convolution as a sparse matrix, output entries × input entries.
    var sparseMatrix: SparseMatrix {
        let (positions, patchSize) = (geometry.positions, geometry.patchSize / groups)
        // By group and position.
        var taps = [[(patch: Int, input: Int)]](repeating: [], count: groups * positions)
        geometry.forEachTap { patch, position, input in
            taps[patch / patchSize * positions + position].append((patch % patchSize, input))
        }
        let rows = bias.indices.flatMap { channel in
            let group = channel / (bias.count / groups)
            return taps[group * positions..<(group + 1) * positions].map { taps in
                taps.map { tap in
                    (column: tap.input, value: Double(weight.elements[channel * patchSize + tap.patch]))
                }
            }
        }
        return SparseMatrix(columns: geometry.channels * geometry.height * geometry.width, rowEntries: rows)
    }
}
