import DataFormats

extension Unpickler {
    /// Operations on the stack, the memo and containers; false when `opcode` is none of them.
    mutating func build(_ opcode: UInt8) throws(FormatFault) -> Bool {
        switch opcode {
        case 0x80:
            let version = try reader.byte("the protocol")
            guard version <= 5 else { throw fault(.unsupported, "pickle protocol \(version)") }
        case 0x95: _ = try reader.size64("a frame's length")
        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: "0"): _ = try pop()
        case UInt8(ascii: "1"): _ = try popToMark()
        case UInt8(ascii: "2"):
            let value = try pop()
            stack += [value, value]
        case UInt8(ascii: "p"): try remember(as: try decimalIndex())
        case UInt8(ascii: "q"): try remember(as: Int(try reader.byte()))
        case UInt8(ascii: "r"): try remember(as: Int(try reader.integer(UInt32.self)))
        case 0x94: try remember(as: memo.count)
        case UInt8(ascii: "g"): try recall(try decimalIndex())
        case UInt8(ascii: "h"): try recall(Int(try reader.byte()))
        case UInt8(ascii: "j"): try recall(Int(try reader.integer(UInt32.self)))
        case UInt8(ascii: ")"): pushTuple([])
        case 0x85...0x87: try pushShortTuple(Int(opcode) - 0x84)
        case UInt8(ascii: "t"): pushTuple(try popToMark())
        case UInt8(ascii: "]"), UInt8(ascii: "l"), 0x8F, 0x91:
            // Sets (0x8F and, frozen, 0x91) are lists here: no tensor is looked up in one.
            heap.lists.append(opcode == UInt8(ascii: "l") || opcode == 0x91 ? try popToMark() : [])
            stack.append(.list(heap.lists.count - 1))
        case UInt8(ascii: "a"): try append([try pop()])
        case UInt8(ascii: "e"), 0x90: try append(try popToMark())
        case UInt8(ascii: "}"): pushDictionary()
        case UInt8(ascii: "d"): pushDictionary(try pairs(try popToMark()))
        case UInt8(ascii: "s"):
            let value = try pop()
            try set([PickleHeap.Pair(key: try pop(), value: value)])
        case UInt8(ascii: "u"): try set(try pairs(try popToMark()))
        default: return false
        }
        return true
    }

    private mutating func decimalIndex() throws(FormatFault) -> Int {
        guard let index = Int(try reader.line("a memo's number")) else {
            throw fault(.malformed, "not a memo's number")
        }
        return index
    }

    private mutating func pushShortTuple(_ count: Int) throws(FormatFault) {
        var values = [PickleValue]()
        for _ in 0..<count { values.append(try pop()) }
        pushTuple(values.reversed())
    }

    private mutating func append(_ values: [PickleValue]) throws(FormatFault) {
        if attach(values) { return }
        guard stack.count > (marks.last ?? 0), case .list(let list)? = stack.last else {
            throw fault(.malformed, "appends to something that is no list")
        }
        heap.lists[list] += values
    }

    private mutating func set(_ pairs: [PickleHeap.Pair]) throws(FormatFault) {
        if attach(pairs.map(\.value)) { return }
        guard stack.count > (marks.last ?? 0), case .dictionary(let dictionary)? = stack.last else {
            throw fault(.malformed, "sets an entry of something that is no dictionary")
        }
        heap.dictionaries[dictionary] += pairs
    }
}
