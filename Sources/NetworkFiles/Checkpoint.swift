import DataFormats

/// Finds the state dictionary in what `torch.save` was given: the dictionary itself, or one inside a checkpoint
/// (`{"net": …, "epoch": 3}`, lists of dictionaries, dictionaries in dictionaries).
struct Checkpoint {
    /// A dictionary that holds tensors by name.
    struct Entry {
        /// Keys and positions from the root, joined by dots; `.` for the root itself.
        var path: String
        var dictionary: Int
        /// Whether a layer's weight may be among them: floating-point numbers in two axes or more.
        var hasWeights: Bool
    }

    private struct Place {
        var value: PickleValue
        var path: [String]
    }

    /// Dictionaries below so many others are not looked for.
    private static let maximumDepth = 12
    /// So many values are looked at.
    private static let maximumPlaces = 1 << 18

    private let root: PickleValue
    private let heap: PickleHeap
    /// In breadth-first order.
    let entries: [Entry]

    init(_ root: PickleValue, _ heap: PickleHeap) {
        self.root = root
        self.heap = heap
        var entries = [Entry]()
        var waiting = [Place(value: root, path: [])]
        var visited = Set<PickleValue>()
        var next = 0
        while next < waiting.count, next < Self.maximumPlaces {
            let place = waiting[next]
            next += 1
            guard visited.insert(place.value).inserted else { continue }
            if case .dictionary(let index) = place.value, let entry = Self.entry(index, place.path, heap) {
                entries.append(entry)
            }
            guard place.path.count < Self.maximumDepth else { continue }
            waiting += Self.children(of: place, heap).prefix(Self.maximumPlaces - waiting.count)
        }
        self.entries = entries
    }

    private static func entry(_ dictionary: Int, _ path: [String], _ heap: PickleHeap) -> Entry? {
        let tensors = heap.dictionaries[dictionary].compactMap { pair -> PickleHeap.Tensor? in
            guard case .text = pair.key, case .tensor(let tensor) = pair.value else { return nil }
            return heap.tensors[tensor]
        }
        guard !tensors.isEmpty else { return nil }
        let hasWeights = tensors.contains {
            $0.shape.count >= 2 && heap.storages[$0.storage].type.isFloatingPoint
        }
        return Entry(
            path: path.isEmpty ? "." : path.joined(separator: "."), dictionary: dictionary, hasWeights: hasWeights)
    }

    /// The compound values of a dictionary, list or tuple; none of an optimiser's state, whose tensors are no weights.
    private static func children(of place: Place, _ heap: PickleHeap) -> [Place] {
        let named: [(String, PickleValue)]
        switch place.value {
        case .dictionary(let index):
            let pairs = heap.dictionaries[index]
            let keys = Set(pairs.map(\.key))
            guard !keys.isSuperset(of: [.text("state"), .text("param_groups")]) else { return [] }
            named = pairs.compactMap { pair in
                switch pair.key {
                case .text(let key): (key, pair.value)
                case .integer(let key): (String(key), pair.value)
                default: nil
                }
            }
        case .list(let index): named = heap.lists[index].enumerated().map { (String($0.offset), $0.element) }
        case .tuple(let index): named = heap.tuples[index].enumerated().map { (String($0.offset), $0.element) }
        default: return []
        }
        return named.compactMap { name, value in
            switch value {
            case .dictionary, .list, .tuple: Place(value: value, path: place.path + [name])
            default: nil
            }
        }
    }

    /// The tensors of the state dictionary, in its order.
    ///
    /// - Parameter name: which of several; `nil` where there must be one only.
    /// - Throws: a fault that names what there is when nothing or more than one thing fits, and when a value of the
    ///   dictionary is made of tensors by something that is not interpreted.
    func tensors(_ name: String?) throws(FormatFault) -> [(name: String, tensor: Int)] {
        let entry = try entry(name)
        var visited = Set<PickleValue>()
        var tensors = [(name: String, tensor: Int)]()
        for pair in heap.dictionaries[entry.dictionary] {
            guard case .text(let key) = pair.key else { continue }
            if case .tensor(let tensor) = pair.value { tensors.append((key, tensor)) }
            if let object = heap.arrayObject(in: pair.value, visited: &visited) {
                throw FormatFault(
                    .refused, format: "pickle", entry: key,
                    "\(object.name) would make it, which could run code; only plain tensors are read. Nothing was "
                        + "executed")
            }
        }
        return tensors
    }

    private func entry(_ name: String?) throws(FormatFault) -> Entry {
        guard let name else {
            let weights = entries.filter(\.hasWeights)
            return try only(of: weights.isEmpty ? entries : weights)
        }
        if let exact = entries.first(where: { $0.path == name }) { return exact }
        let below = entries.filter { $0.path.hasPrefix(name + ".") }
        guard !below.isEmpty else {
            throw FormatFault(
                .unsupported, format: "pickle", "the entry '\(name)' holds no tensors; tensors are in \(list(entries))")
        }
        return try only(of: below)
    }

    private func only(of entries: [Entry]) throws(FormatFault) -> Entry {
        guard let first = entries.first else {
            guard case .dictionary(let index) = root else {
                throw FormatFault(
                    .unsupported, format: "pickle",
                    "the file holds no dictionary of tensors but \(heap.describe(root)). Save the state dictionary: "
                        + "torch.save(model.state_dict(), …)")
            }
            let found = heap.dictionaries[index].prefix(8).map { pair -> String in
                guard case .text(let key) = pair.key else { return heap.describe(pair.key) }
                return "\(key) (\(heap.describe(pair.value)))"
            }
            throw FormatFault(
                .unsupported, format: "pickle",
                "the dictionary holds no tensors\(found.isEmpty ? "" : "; it holds \(found.joined(separator: ", "))")")
        }
        guard entries.count == 1 else {
            throw FormatFault(
                .unsupported, format: "pickle",
                "several entries hold tensors: \(list(entries)); say which: entry: \(first.path) in a suite's network, "
                    + "--entry \(first.path)")
        }
        return first
    }

    private func list(_ entries: [Entry]) -> String {
        guard !entries.isEmpty else { return "no entry" }
        return entries.prefix(8).map(\.path).joined(separator: ", ") + (entries.count > 8 ? ", …" : "")
    }
}
