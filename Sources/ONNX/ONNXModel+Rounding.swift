extension ONNXModel {
    /// The model with every stored number of double precision as the float nearest to it, as an export in single precision has it, and
    /// how many numbers are others by that.
    ///
    /// What lies beyond the range of floats becomes infinite, which readers refuse.
    public func inSinglePrecision() -> (model: ONNXModel, changed: Int) {
        var (model, changed) = (self, 0)
        for name in model.graph.initialisers.keys { model.graph.initialisers[name]?.round(&changed) }
        for index in model.graph.nodes.indices {
            for (name, attribute) in model.graph.nodes[index].attributes {
                guard case .tensor(var tensor) = attribute else { continue }
                tensor.round(&changed)
                model.graph.nodes[index].attributes[name] = .tensor(tensor)
            }
        }
        return (model, changed)
    }
}

extension ONNXTensor {
    fileprivate mutating func round(_ changed: inout Int) {
        guard case .doubles(let entries) = values else { return }
        let floats = entries.map { Float($0) }
        changed += zip(entries, floats).count { !$0.isNaN && Double($1) != $0 }
        values = .floats(floats)
    }
}
