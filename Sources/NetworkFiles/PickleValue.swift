import DataFormats

/// The only names that a pickle may mention, and what they stand for.
enum TorchSymbol: Sendable, Hashable {
    case orderedDictionary
    case rebuildTensor
    case rebuildTensorV2
    case rebuildParameter
    case storage(ElementType)

    /// `nil` for everything else, which is then refused by name.
    init?(module: String, name: String) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
        case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensorV2
        case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
        case ("torch", _), ("torch.cuda", _):
            guard let type = TorchSymbol.storages[name] else { return nil }
            self = .storage(type)
        default: return nil
        }
    }

    private static let storages: [String: ElementType] = [
        "HalfStorage": .float16, "BFloat16Storage": .bfloat16, "FloatStorage": .float32, "DoubleStorage": .float64,
        "CharStorage": .int8, "ByteStorage": .uint8, "ShortStorage": .int16, "IntStorage": .int32,
        "LongStorage": .int64, "BoolStorage": .bool,
    ]
}

/// A value on the interpreter's stack. Compound values are indices into `PickleHeap`, so no nesting in a file can
/// exhaust the machine's stack.
enum PickleValue: Sendable, Hashable {
    case none
    case boolean(Bool)
    case integer(Int)
    /// An integer of more than 64 bits, little-endian two's complement.
    case longInteger([UInt8])
    case double(Double)
    case text(String)
    case bytes([UInt8])
    case tuple(Int)
    case list(Int)
    case dictionary(Int)
    case symbol(TorchSymbol)
    case storage(Int)
    case tensor(Int)
}

/// Where the compound values of one pickle live.
struct PickleHeap: Sendable {
    struct Pair: Sendable {
        var key: PickleValue
        var value: PickleValue
    }

    /// A storage by its persistent identifier.
    struct Storage: Sendable, Hashable {
        var key: String
        var type: ElementType
        /// `cpu`, `cuda:0` and so on; it does not matter here.
        var location: String
        /// Entries of the whole storage.
        var count: Int
        /// A view starts this many entries into the storage.
        var viewOffset = 0
        /// Entries that may be read, from `viewOffset`.
        var viewCount: Int
    }

    /// A tensor: entry (i, j, …) lies at `offset + i·strides[0] + j·strides[1] + …` of its storage.
    struct Tensor: Sendable {
        var storage: Int
        var offset: Int
        var shape: [Int]
        var strides: [Int]
        /// Where the pickle made it, for messages.
        var position: Int
    }

    var tuples = [[PickleValue]]()
    var lists = [[PickleValue]]()
    var dictionaries = [[Pair]]()
    var storages = [Storage]()
    var tensors = [Tensor]()
}
