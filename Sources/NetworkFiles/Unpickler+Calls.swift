import DataFormats

extension Unpickler {
    /// Operations that name or call something, and all that are unknown.
    mutating func call(_ opcode: UInt8) throws(FormatFault) {
        switch opcode {
        case UInt8(ascii: "c"):
            let module = try reader.line("a module's name")
            stack.append(.symbol(TorchSymbol(module: module, name: try reader.line("a name"))))
        case 0x93:
            guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
                throw fault(.malformed, "a name that is no text")
            }
            stack.append(.symbol(TorchSymbol(module: module, name: name)))
        case UInt8(ascii: "i"):
            let module = try reader.line("a module's name")
            let symbol = TorchSymbol(module: module, name: try reader.line("a name"))
            try apply(.symbol(symbol), try popToMark())
        case UInt8(ascii: "o"):
            let values = try popToMark()
            guard let function = values.first else { throw fault(.malformed, "calls nothing") }
            try apply(function, Array(values.dropFirst()))
        case UInt8(ascii: "R"), 0x81: try reduce(try pop())
        case 0x92:
            let named = try pop()
            try reduce(try pop())
            attach([named])
        case UInt8(ascii: "b"): try build(with: try pop())
        case UInt8(ascii: "Q"): try pushPersistent(try pop())
        case UInt8(ascii: "P"): throw fault(.refused, "a persistent identifier '\(try reader.line("an identifier"))'")
        default: throw fault(.refused, "pickle operation 0x\(String(opcode, radix: 16)) is not allowed")
        }
    }

    private mutating func reduce(_ arguments: PickleValue) throws(FormatFault) {
        let function = try pop()
        guard case .tuple(let tuple) = arguments else { throw fault(.malformed, "a call without arguments") }
        try apply(function, heap.tuples[tuple])
    }

    /// Interprets the call of a known name; of any other, what it was to be called with is kept.
    private mutating func apply(_ function: PickleValue, _ arguments: [PickleValue]) throws(FormatFault) {
        switch function {
        case .symbol(.foreign(let name)): pushObject(name, arguments, isArray: PickleHeap.makesArray(name))
        case .symbol(let symbol): try apply(symbol, arguments)
        case .object(let index): pushObject(heap.objects[index].name, [function] + arguments)
        default: throw fault(.malformed, "calls something that is no function")
        }
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
            switch arguments.first {
            case .tensor?: stack.append(arguments[0])
            case .object(let index)?: pushObject(heap.objects[index].name, arguments)
            default: throw fault(.malformed, "a parameter needs a tensor")
            }
        case .storage: throw fault(.refused, "calls a storage type")
        case .foreign(let name): pushObject(name, arguments)
        }
    }

    mutating func pushObject(_ name: String, _ parts: [PickleValue], isArray: Bool = false) {
        heap.objects.append(PickleHeap.Object(name: name, parts: parts, isArray: isArray))
        stack.append(.object(heap.objects.count - 1))
    }

    /// Adds values to the object on top of the stack; false if there is none.
    @discardableResult
    mutating func attach(_ values: [PickleValue]) -> Bool {
        guard stack.count > (marks.last ?? 0), case .object(let object)? = stack.last else { return false }
        heap.objects[object].parts += values
        return true
    }

    /// The state of an ordered dictionary is its `_metadata` attribute: versions of layers, no weights.
    private mutating func build(with state: PickleValue) throws(FormatFault) {
        if attach([state]) { return }
        guard case .dictionary? = stack.last else {
            throw fault(.refused, "sets the attributes of something that is no dictionary")
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
}
