/// Tensors that no layer can use and that are left out without being asked for.
struct LeftOver {
    private let hasRealWeights: Bool
    private let hasRoles: Bool

    init(_ file: TensorFile) {
        hasRealWeights = file.tensors.contains { !$0.isInteger && $0.shape.count >= 2 }
        hasRoles = file.tensors.contains { TensorRole(of: $0.name) != nil }
    }

    /// Whether `tensor` is empty, a counter, a mask of whole numbers or a single number beside the weights of the file.
    ///
    /// Whole numbers are weights in a file that has no others. A single number may be the bias of one output: it is
    /// left out only where its name says nothing and other names do.
    func contains(_ tensor: NamedTensor) -> Bool {
        if tensor.shape.isEmpty || tensor.values.isEmpty { return true }
        let role = TensorRole(of: tensor.name)
        if role?.part == .counter { return true }
        if tensor.isInteger { return hasRealWeights }
        return tensor.values.count == 1 && role == nil && hasRoles
    }
}
