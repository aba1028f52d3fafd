import ONNX

/// The operators that a value depends on, in an order in which each can be computed.
enum GraphOrder {
    /// Why there is no order.
    struct Fault: Error {
        var message: String
        var hint: String?
    }

    /// - Parameter known: names of inputs and stored tensors.
    /// - Returns: indices of nodes; none that the value does not need.
    static func nodes(
        of graph: ONNXGraph, for output: String, known: Set<String>
    ) throws(Fault) -> [Int] {
        let producers = try producers(in: graph, known)
        guard let end = producers[output] else {
            if known.contains(output) { return [] }
            throw Fault(message: "no operator makes the output '\(output)'")
        }
        var order = [Int]()
        var state = [State](repeating: .unseen, count: graph.nodes.count)
        // Nodes on the path that is looked at; a path may be as long as the graph, so it is no recursion.
        var path = [(node: Int, next: Int)]()
        path.append((end, 0))
        state[end] = .open
        while let (node, next) = path.last {
            let inputs = graph.nodes[node].inputs
            guard next < inputs.count else {
                state[node] = .done
                order.append(node)
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            let name = inputs[next]
            if name.isEmpty || known.contains(name) { continue }
            guard let producer = producers[name] else {
                throw Fault(
                    message: "\(label(graph, node)) reads '\(name)', which nothing makes (sparse tensors are not read)")
            }
            switch state[producer] {
            case .done: continue
            case .open: throw Fault(message: "\(label(graph, producer)) depends on its own result '\(name)'")
            case .unseen:
                state[producer] = .open
                path.append((producer, 0))
            }
        }
        return order
    }

    private enum State { case unseen, open, done }

    private static func producers(in graph: ONNXGraph, _ known: Set<String>) throws(Fault) -> [String: Int] {
        var producers = [String: Int]()
        for (index, node) in graph.nodes.enumerated() {
            for output in node.outputs where !output.isEmpty {
                guard !known.contains(output), producers.updateValue(index, forKey: output) == nil else {
                    throw Fault(message: "'\(output)' is made twice, once by \(label(graph, index))")
                }
            }
        }
        return producers
    }

    private static func label(_ graph: ONNXGraph, _ node: Int) -> String {
        let node = (graph.nodes[node], node)
        return "\(node.0.operation) '\(node.0.name.isEmpty ? "\(node.1 + 1)" : node.0.name)'"
    }
}
