import DataFormats

extension Unpickler {
    /// Operations that name or call something, and all that are unknown.
    mutating func call(_ opcode: UInt8) throws(FormatFault) {
        switch opcode {
        case UInt8(ascii: "c"):
            let module = try reader.line("a module's name")
            try pushSymbol(module, try reader.line("a name"))
        case 0x93:
            guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
                throw fault(.malformed, "a name that is no text")
            }
            try pushSymbol(module, name)
        case UInt8(ascii: "i"):
            let module = try reader.line("a module's name")
            throw refusal(module, try reader.line("a name"))
        case UInt8(ascii: "R"), 0x81:
            let arguments = try pop()
            guard case .symbol(let symbol) = try pop(), case .tuple(let tuple) = arguments else {
                throw fault(.malformed, "calls something that is no function")
            }
            try apply(symbol, heap.tuples[tuple])
        case UInt8(ascii: "b"):
            // The state of an ordered dictionary is its `_metadata` attribute: versions of layers, no weights.
            _ = try pop()
            guard case .dictionary? = stack.last else {
                throw fault(.refused, "sets the attributes of something that is no dictionary")
            }
        case UInt8(ascii: "Q"):
            guard case .tuple(let tuple) = try pop() else { throw fault(.malformed, "a storage without a description") }
            try pushStorage(heap.tuples[tuple])
        case UInt8(ascii: "P"): throw fault(.refused, "a persistent identifier '\(try reader.line("an identifier"))'")
        default: throw fault(.refused, "pickle operation 0x\(String(opcode, radix: 16)) is not allowed")
        }
    }

    private func refusal(_ module: String, _ name: String) -> FormatFault {
        fault(
            .refused,
            "the pickle names \(module).\(name), which could run code; only tensors, storages and ordered dictionaries "
                + "are read. Nothing was executed")
    }

    private mutating func pushSymbol(_ module: String, _ name: String) throws(FormatFault) {
        guard let symbol = TorchSymbol(module: module, name: name) else { throw refusal(module, name) }
        stack.append(.symbol(symbol))
    }

    private mutating func apply(_ symbol: TorchSymbol, _ arguments: [PickleValue]) throws(FormatFault) {
        switch symbol {
        case .orderedDictionary:
            guard let argument = arguments.first else { return pushDictionary() }
            guard arguments.count == 1, case .list(let list) = argument else {
                throw fault(.malformed, "an ordered dictionary needs a list of pairs")
            }
            pushDictionary(try listedPairs(heap.lists[list]))
        case .rebuildTensor: try pushTensor(arguments, minimum: 4)
        case .rebuildTensorV2: try pushTensor(arguments, minimum: 6)
        case .rebuildParameter:
            guard let tensor = arguments.first, case .tensor = tensor else {
                throw fault(.malformed, "a parameter needs a tensor")
            }
            stack.append(tensor)
        case .storage: throw fault(.refused, "calls a storage type")
        }
    }

    private func listedPairs(_ values: [PickleValue]) throws(FormatFault) -> [PickleHeap.Pair] {
        var pairs = [PickleHeap.Pair]()
        for value in values {
            let items: [PickleValue]
            switch value {
            case .tuple(let tuple): items = heap.tuples[tuple]
            case .list(let list): items = heap.lists[list]
            default: items = []
            }
            guard items.count == 2 else { throw fault(.malformed, "an ordered dictionary needs a list of pairs") }
            pairs.append(PickleHeap.Pair(key: items[0], value: items[1]))
        }
        return pairs
    }

    /// `('storage', type, key, location, count)` and, in old files, `(view key, offset, count)` or `None`.
    private mutating func pushStorage(_ items: [PickleValue]) throws(FormatFault) {
        guard items.count >= 5, items[0] == .text("storage"), case .symbol(.storage(let type)) = items[1],
            case .text(let key) = items[2], case .text(let location) = items[3], case .integer(let count) = items[4],
            count >= 0
        else { throw fault(.malformed, "not the description of a storage") }
        var storage = PickleHeap.Storage(key: key, type: type, location: location, count: count, viewCount: count)
        if items.count > 5, items[5] != .none {
            guard case .tuple(let tuple) = items[5], heap.tuples[tuple].count == 3,
                case .integer(let offset) = heap.tuples[tuple][1], case .integer(let size) = heap.tuples[tuple][2],
                offset >= 0, size >= 0, offset <= count, size <= count - offset
            else { throw fault(.malformed, "not the description of a view of a storage") }
            storage.viewOffset = offset
            storage.viewCount = size
        }
        heap.storages.append(storage)
        stack.append(.storage(heap.storages.count - 1))
    }

    /// `(storage, offset, shape, strides, …)`; every entry must lie inside the storage.
    private mutating func pushTensor(_ arguments: [PickleValue], minimum: Int) throws(FormatFault) {
        guard arguments.count >= minimum, case .storage(let index) = arguments[0],
            case .integer(let offset) = arguments[1], let shape = integers(arguments[2]),
            let strides = integers(arguments[3]), shape.count == strides.count, offset >= 0
        else { throw fault(.malformed, "not the description of a tensor") }
        let storage = heap.storages[index]
        guard let count = ElementType.entryCount(of: shape), strides.allSatisfy({ $0 >= 0 }) else {
            throw fault(.malformed, "a tensor of shape \(shape) and strides \(strides)")
        }
        var last = offset
        var overflow = false
        for (extent, stride) in zip(shape, strides) where extent > 0 && !overflow {
            let (span, first) = (extent - 1).multipliedReportingOverflow(by: stride)
            let (sum, second) = last.addingReportingOverflow(span)
            (last, overflow) = (sum, first || second)
        }
        guard !overflow, count == 0 || last < storage.viewCount else {
            throw fault(
                .malformed,
                "a tensor of shape \(shape), strides \(strides) and offset \(offset) leaves its storage of "
                    + "\(storage.viewCount) entries")
        }
        guard count <= storage.viewCount else {
            throw fault(.unsupported, "a tensor of shape \(shape) repeats the entries of its storage")
        }
        heap.tensors.append(
            PickleHeap.Tensor(storage: index, offset: offset, shape: shape, strides: strides, position: operation))
        stack.append(.tensor(heap.tensors.count - 1))
    }

    private func integers(_ value: PickleValue) -> [Int]? {
        guard case .tuple(let tuple) = value else { return nil }
        let numbers = heap.tuples[tuple].compactMap { item -> Int? in
            if case .integer(let number) = item { number } else { nil }
        }
        return numbers.count == heap.tuples[tuple].count ? numbers : nil
    }
}
