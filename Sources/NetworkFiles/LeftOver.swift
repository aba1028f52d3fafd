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
    /// left out only where it is whole, its name says nothing and other names do. What may normalise images is never
    /// left out without being asked for: without it the network would be another.
    func contains(_ tensor: NamedTensor) -> Bool {
        if tensor.values.isEmpty { return true }
        let role = TensorRole(of: tensor.name)
        if role?.part == .counter { return true }
        let isFlag = tensor.isInteger && tensor.values.allSatisfy { $0 == 0 || $0 == 1 }
        if Self.mayNormalise(tensor.name), !isFlag { return false }
        if tensor.shape.isEmpty { return true }
        if tensor.isInteger { return hasRealWeights }
        return tensor.values.count == 1 && tensor.values[0].rounded() == tensor.values[0] && role == nil && hasRoles
    }

    /// What to do about tensors that no layer uses.
    static func hint(_ names: [String]) -> String {
        let normalises = names.contains(where: mayNormalise)
        return "list the layers in the suite's architecture"
            + (normalises ? ", with normalise: { mean: …, deviation: … } if these are what images go through" : "")
            + ", or leave tensors out: ignore: [\(names.first ?? "")]; patterns such as normalize.* are allowed"
    }

    private static let normalisingWords = ["norm", "mean", "std", "dev", "var", "scale", "shift", "offset"]

    /// Whether a part of the name speaks of a mean, a deviation or a scale.
    static func mayNormalise(_ name: String) -> Bool {
        name.lowercased().split { !$0.isLetter }.contains { word in
            word == "min" || word == "max" || normalisingWords.contains { word.hasPrefix($0) }
        }
    }
}
