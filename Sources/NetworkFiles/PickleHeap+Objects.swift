extension PickleHeap {
    /// Callables that make arrays of numbers without a PyTorch storage.
    private static let arrayMakers: Set<String> = ["_reconstruct", "_frombuffer"]

    /// Whether calling `name` would make an array of numbers.
    static func makesArray(_ name: String) -> Bool {
        let parts = name.split(separator: ".")
        guard let module = parts.first, let function = parts.last else { return false }
        return module == "torch" && function.hasPrefix("_rebuild")
            || module == "numpy" && arrayMakers.contains(String(function))
    }

    /// The opaque object that `value` is or holds, if it is one made of tensors, storages or arrays; values that were
    /// `visited` are not looked at again.
    ///
    /// - Complexity: every value of the heap is visited at most once, whatever its nesting.
    func arrayObject(in value: PickleValue, visited: inout Set<PickleValue>) -> Object? {
        guard case .object(let root) = value else { return nil }
        var waiting = [value]
        while let next = waiting.popLast() {
            switch next {
            case .tensor, .storage: return objects[root]
            case .tuple, .list, .dictionary, .object:
                guard visited.insert(next).inserted else { continue }
                if case .object(let index) = next, objects[index].isArray { return objects[root] }
                waiting += children(of: next)
            default: continue
            }
        }
        return nil
    }

    /// The values that a compound value holds.
    func children(of value: PickleValue) -> [PickleValue] {
        switch value {
        case .tuple(let index): tuples[index]
        case .list(let index): lists[index]
        case .dictionary(let index): dictionaries[index].flatMap { [$0.key, $0.value] }
        case .object(let index): objects[index].parts
        default: []
        }
    }

    /// What `value` is, for messages.
    func describe(_ value: PickleValue) -> String {
        switch value {
        case .none: "None"
        case .boolean, .integer, .longInteger, .double: "a number"
        case .text, .bytes: "a text"
        case .tuple, .list: "a list"
        case .dictionary: "a dictionary"
        case .symbol(.foreign(let name)): "the Python name \(name). Nothing was executed"
        case .symbol: "a Python name"
        case .storage, .tensor: "a tensor without a name"
        case .object(let index): "a Python object (\(objects[index].name)). Nothing was executed"
        }
    }
}
