import DataFormats

/// Reads a pickle (protocols 0 to 5) of tensors, storages and ordered dictionaries.
///
/// It is no pickle machine: the only callables are those of `TorchSymbol`, interpreted here. Whatever else a pickle
/// names, be it `argparse.Namespace` or `os.system`, is never imported or called; what it would have made is an opaque
/// object, kept only so that a tensor that depends on it can be refused by name.
struct Unpickler {
    var reader: ByteReader
    var heap = PickleHeap()
    var stack = [PickleValue]()
    /// Heights of the stack at the open marks.
    var marks = [Int]()
    var memo = [Int: PickleValue]()
    /// Position of the operation being carried out.
    var operation = 0
    private let start: Int

    /// A pickle may have so many operations; each takes some fifty bytes here at most, besides its texts.
    static let operationLimit = 1 << 22
    /// A pickle may take so many bytes of the file, 64 MiB; weights lie outside it.
    static let sizeLimit = 64 << 20

    init(_ bytes: [UInt8], from start: Int = 0) {
        self.start = start
        reader = ByteReader(bytes, from: start, format: "pickle")
    }

    /// Runs to the pickle's end and returns its value; `reader.position` is then behind it.
    mutating func load() throws(FormatFault) -> PickleValue {
        var operations = 0
        while true {
            operation = reader.position
            operations += 1
            guard operations <= Self.operationLimit, operation - start <= Self.sizeLimit else {
                throw fault(
                    .unsupported,
                    "the pickle has more than \(Self.operationLimit) operations or \(Self.sizeLimit >> 20) MiB; save the "
                        + "state dictionary alone")
            }
            let opcode = try reader.byte("the next operation")
            if opcode == UInt8(ascii: ".") { return try pop() }
            if try pushScalar(opcode) { continue }
            if try build(opcode) { continue }
            try call(opcode)
        }
    }

    func fault(_ kind: FormatFault.Kind, _ message: String) -> FormatFault {
        reader.fault(kind, message, at: operation)
    }

    mutating func pop() throws(FormatFault) -> PickleValue {
        guard stack.count > (marks.last ?? 0), let value = stack.popLast() else {
            throw fault(.malformed, "the operation finds nothing on the stack")
        }
        return value
    }

    /// Everything above the newest mark, which is removed.
    mutating func popToMark() throws(FormatFault) -> [PickleValue] {
        guard let mark = marks.popLast(), mark <= stack.count else {
            throw fault(.malformed, "the operation finds no mark on the stack")
        }
        defer { stack.removeLast(stack.count - mark) }
        return Array(stack[mark...])
    }

    mutating func remember(as index: Int) throws(FormatFault) {
        guard stack.count > (marks.last ?? 0), let value = stack.last else {
            throw fault(.malformed, "the operation finds nothing on the stack")
        }
        memo[index] = value
    }

    mutating func recall(_ index: Int) throws(FormatFault) {
        guard let value = memo[index] else { throw fault(.malformed, "memo \(index) was never set") }
        stack.append(value)
    }

    mutating func pushTuple(_ values: [PickleValue]) {
        heap.tuples.append(values)
        stack.append(.tuple(heap.tuples.count - 1))
    }

    mutating func pushDictionary(_ pairs: [PickleHeap.Pair] = []) {
        heap.dictionaries.append(pairs)
        stack.append(.dictionary(heap.dictionaries.count - 1))
    }

    /// Key, value, key, value … as pairs.
    func pairs(_ values: [PickleValue]) throws(FormatFault) -> [PickleHeap.Pair] {
        guard values.count % 2 == 0 else { throw fault(.malformed, "a key without a value") }
        return stride(from: 0, to: values.count, by: 2).map {
            PickleHeap.Pair(key: values[$0], value: values[$0 + 1])
        }
    }
}
