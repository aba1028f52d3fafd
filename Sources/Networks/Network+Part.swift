extension Network {
    /// The network up to a node, whose entries are its outputs.
    ///
    /// - Precondition: the node exists and is no image.
    public func part(upTo node: Int) -> Network {
        precondition(nodes.indices.contains(node) && node > 0)
        return Network(nodes: Array(nodes[...node]))
    }
}
