/// What a tensor's name says: `3.weight`, `fc1/bias`, `W1`, `conv_kernel`, `bn1.running_mean`.
struct TensorRole: Hashable {
    enum Part: Hashable { case weight, bias, gain, offset, mean, variance, counter }

    /// What the tensors of one layer have in common.
    var key: String
    var part: Part

    /// `nil` where the name says nothing.
    init?(of name: String) {
        // TensorFlow ends the names of its variables in the number of an output, which is always this one.
        if name.hasSuffix(":0") {
            self.init(of: String(name.dropLast(2)))
            return
        }
        for (ending, part) in Self.longWords where name.lowercased().hasSuffix(ending) {
            let prefix = name.dropLast(ending.count)
            guard prefix.isEmpty || Self.separators.contains(prefix.last ?? " ") else { continue }
            self.init(key: String(prefix.dropLast()), part: part)
            return
        }
        let split = name.lastIndex { Self.separators.contains($0) }
        let last = split.map { String(name[name.index(after: $0)...]) } ?? name
        let prefix = split.map { String(name[..<$0]) } ?? ""
        let number = String(last.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
        guard let part = Self.words[last.dropLast(number.count).lowercased()] else { return nil }
        self.init(key: prefix.isEmpty ? number : number.isEmpty ? prefix : "\(prefix).\(number)", part: part)
    }

    init(key: String, part: Part) {
        self.key = key
        self.part = part
    }

    private static let separators: Set<Character> = [".", "/", "_", ":"]
    private static let words: [String: Part] = [
        "weight": .weight, "weights": .weight, "w": .weight, "kernel": .weight, "kernels": .weight, "bias": .bias,
        "biases": .bias, "b": .bias, "gamma": .gain, "beta": .offset,
    ]
    /// Words with a separator of their own.
    private static let longWords: [(String, Part)] = [
        ("running_mean", .mean), ("running_var", .variance), ("moving_mean", .mean), ("moving_variance", .variance),
        ("num_batches_tracked", .counter),
    ]
}
