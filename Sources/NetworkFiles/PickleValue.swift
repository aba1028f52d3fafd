import DataFormats

/// What a name in a pickle stands for. Nothing is imported or called: the names known here are interpreted, all others
/// are kept as words.
enum TorchSymbol: Sendable, Hashable {
    case orderedDictionary
    case rebuildTensor
    case rebuildTensorV2
    case rebuildParameter
    case storage(ElementType)
    /// Any other name, as `module.name`.
    case foreign(String)

    init(module: String, name: String) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
        case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensorV2
        case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
        case ("torch", _), ("torch.cuda", _):
            self = TorchSymbol.storages[name].map(TorchSymbol.storage) ?? .foreign("\(module).\(name)")
        default: self = .foreign("\(module).\(name)")
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
    /// What a foreign name would make if it were called.
    case object(Int)
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

    /// An opaque Python object: what it was to be made of is kept, nothing was made.
    struct Object: Sendable {
        /// The name that would be called, as `module.name`.
        var name: String
        var parts: [PickleValue]
        /// Whether it stands for an array of numbers itself: a storage of a type that is not read, a NumPy array.
        var isArray = false
    }

    var tuples = [[PickleValue]]()
    var lists = [[PickleValue]]()
    var dictionaries = [[Pair]]()
    var storages = [Storage]()
    var tensors = [Tensor]()
    var objects = [Object]()
}
