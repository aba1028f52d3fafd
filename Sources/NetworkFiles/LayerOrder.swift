import Networks

/// In which order the layers of a file stand, or a fault where that would be a guess.
///
/// A PyTorch state dictionary has the order of its program. Every other order (of an archive, of a folder, of the
/// alphabet) says nothing by itself: there the numbers in the names must tell, or the shapes must fit in one order only.
/// Where numbers and the file's own order disagree and both fit, nobody can know.
struct LayerOrder {
    private let layers: [LayerTensors]
    private let file: TensorFile
    /// What is known of every pair of layers: whether the first stands before the second.
    private let precedence: [[Bool?]]

    /// The layers in order.
    static func resolve(
        _ layers: [LayerTensors], _ file: TensorFile
    ) throws(NetworkFileFault) -> [LayerTensors] {
        guard layers.count <= layerLimit else {
            throw .architecture(
                path: file.path, message: "\(layers.count) weights; at most \(layerLimit) are put in order",
                hint: "list the layers with their tensors in the suite's architecture")
        }
        return try LayerOrder(layers, file).resolved()
    }

    /// Every pair of so many layers is compared.
    private static let layerLimit = 1024

    private init(_ layers: [LayerTensors], _ file: TensorFile) {
        self.layers = layers
        self.file = file
        let axes = layers.map(\.weight.shape.count)
        let names = layers.map { KeyNumbers($0.key) }
        precedence = layers.indices.map { a in
            layers.indices.map { b in
                // Kernels stand before matrices; beyond that the numbers in the names decide, or nothing does.
                if axes[a] != axes[b], file.order != .program { return axes[a] > axes[b] }
                return names[a].precedes(names[b])
            }
        }
    }

    private func resolved() throws(NetworkFileFault) -> [LayerTensors] {
        let indices = Array(layers.indices)
        if file.order != .none, contradictsNumbers(indices) {
            let byNumbers = orders(atMost: 1)
            if fits(indices), let other = byNumbers.first { throw ambiguity(indices, other) }
        }
        if file.order == .program { return layers }
        let natural = indices.sorted { NaturalOrder.precedes(layers[$0].key, layers[$1].key) }
        if isTotal {
            return indices.sorted { precedence[$0][$1] == true }.map { layers[$0] }
        }
        let found = orders(atMost: 2)
        if found.count == 2 { throw ambiguity(found[0], found[1]) }
        return (found.first ?? natural).map { layers[$0] }
    }

    // MARK: What is known

    /// Whether every pair of layers has an order.
    private var isTotal: Bool {
        layers.indices.allSatisfy { a in layers.indices.allSatisfy { a == $0 || precedence[a][$0] != nil } }
    }

    private func contradictsNumbers(_ order: [Int]) -> Bool {
        order.indices.contains { position in
            order[position...].dropFirst().contains { precedence[$0][order[position]] == true }
        }
    }

    // MARK: What fits

    private func fits(_ order: [Int]) -> Bool {
        orientations.contains { transposed in
            order.allSatisfy { suitsBias(layers[$0], transposed) }
                && zip(order, order.dropFirst()).allSatisfy { follows(layers[$1], layers[$0], transposed) }
        }
    }

    /// Whether matrices may be stored in × out: against the custom of a format a bias must prove it.
    private var orientations: [Bool] {
        file.hasKnownLayout && !layers.contains(where: ChainInference.isProvenTransposed) ? [false] : [false, true]
    }

    /// Up to `count` orders that respect the numbers and in which every layer takes what the one before it gives.
    ///
    /// - Complexity: gives up after 20,000 steps, and then says that there are two.
    private func orders(atMost count: Int) -> [[Int]] {
        var search = Search(count: count)
        for transposed in orientations where layers.allSatisfy({ suitsBias($0, transposed) }) {
            extend([], transposed, &search)
        }
        if search.steps > Search.limit, search.found.count < 2 {
            let natural = layers.indices.sorted { NaturalOrder.precedes(layers[$0].key, layers[$1].key) }
            return Array((search.found + [Array(layers.indices), natural, natural.reversed()]).prefix(count))
        }
        return search.found
    }

    private struct Search {
        static let limit = 20_000
        let count: Int
        var found = [[Int]]()
        var steps = 0
    }

    private func extend(_ order: [Int], _ transposed: Bool, _ search: inout Search) {
        guard search.found.count < search.count, search.steps <= Search.limit else { return }
        search.steps += 1
        if order.count == layers.count {
            if !search.found.contains(order) { search.found.append(order) }
            return
        }
        let rest = layers.indices.filter { !order.contains($0) }
        for next in rest where !rest.contains(where: { precedence[$0][next] == true }) {
            if let last = order.last, !follows(layers[next], layers[last], transposed) { continue }
            extend(order + [next], transposed, &search)
        }
    }

    /// Whether `next` can take what `last` gives, poolings and flattening in between allowed for.
    private func follows(_ next: LayerTensors, _ last: LayerTensors, _ transposed: Bool) -> Bool {
        let outputs = outputs(last, transposed)
        let shape = next.weight.shape
        switch (last.weight.shape.count, shape.count) {
        case (2, 2): return shape[transposed ? 0 : 1] == outputs
        case (4, 4): return shape[1] == outputs
        case (4, 2): return outputs > 0 && shape[transposed ? 0 : 1] % outputs == 0
        default: return false
        }
    }

    private func outputs(_ layer: LayerTensors, _ transposed: Bool) -> Int {
        let shape = layer.weight.shape
        return shape.count == 2 && transposed ? shape[1] : shape.first ?? 0
    }

    private func suitsBias(_ layer: LayerTensors, _ transposed: Bool) -> Bool {
        layer.bias.map { $0.values.count == outputs(layer, transposed) } ?? true
    }

    // MARK: The fault

    private func ambiguity(_ first: [Int], _ second: [Int]) -> NetworkFileFault {
        func text(_ order: [Int]) -> String {
            order.prefix(8).map { layers[$0].key }.joined(separator: ", ") + (order.count > 8 ? ", …" : "")
        }
        return .architecture(
            path: file.path,
            message: "the order of the layers would be a guess: \(text(first)) and \(text(second)) both fit",
            hint: Self.hint(first.map { layers[$0] }))
    }

    /// How to state the order.
    static func hint(_ layers: [LayerTensors]) -> String {
        guard let layer = layers.first else { return "list the layers in their order" }
        let bias = layer.bias.map { ", bias: \($0.name)" } ?? ""
        let kind = layer.weight.shape.count == 4 ? "conv2d" : "linear"
        return
            "list the layers in their order: architecture: { layers: [\(kind): { weight: \(layer.weight.name)\(bias) }, "
            + "relu, …] }"
    }
}
