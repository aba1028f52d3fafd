import DataFormats

/// PyTorch state dictionaries, as `torch.save` writes them: the legacy pickle and the zip form.
enum TorchFile {
    static func isZip(_ bytes: [UInt8]) -> Bool { ZipArchive.isArchive(bytes) }

    /// Whether the bytes start like a pickle of protocol 2 to 5.
    static func isPickle(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[0] == 0x80 && (2...5).contains(bytes[1])
    }

    static func read(_ bytes: [UInt8]) throws(FormatFault) -> [NamedTensor] {
        isZip(bytes) ? try readZip(ZipArchive(bytes)) : try readLegacy(bytes)
    }

    /// The tensors of a state dictionary in its order.
    ///
    /// - Parameter content: the bytes of a whole storage and whether they are big-endian.
    static func tensors(
        _ root: PickleValue, _ heap: PickleHeap,
        content: (PickleHeap.Storage) throws(FormatFault) -> (bytes: ArraySlice<UInt8>, bigEndian: Bool)
    ) throws(FormatFault) -> [NamedTensor] {
        var decoded = [String: [Float]]()
        var names = Set<String>()
        var tensors = [NamedTensor]()
        var stored = 0
        var unfolded = 0
        for (name, tensor) in try stateDictionary(root, heap) {
            let tensor = heap.tensors[tensor]
            let storage = heap.storages[tensor.storage]
            guard names.insert(name).inserted else {
                throw FormatFault(.malformed, format: "pickle", entry: name, "two tensors have this name")
            }
            let key = "\(storage.type.rawValue)/\(storage.key)"
            let values: [Float]
            if let known = decoded[key] {
                values = known
            } else {
                let (bytes, bigEndian) = try content(storage)
                values = storage.type.floats(bytes, bigEndian: bigEndian)
                decoded[key] = values
                stored += values.count
            }
            guard values.count == storage.count else {
                throw FormatFault(
                    .malformed, format: "pickle", entry: name, offset: tensor.position,
                    "the storage holds \(values.count) entries, the tensor expects \(storage.count)")
            }
            unfolded += tensor.shape.reduce(1, *)
            guard unfolded <= 16 * stored else {
                throw FormatFault(
                    .unsupported, format: "pickle", entry: name, "the tensors repeat their storages 16 times over")
            }
            tensors.append(NamedTensor(name: name, shape: tensor.shape, values: gather(tensor, storage, values)))
        }
        return tensors
    }

    /// The entries of a tensor, last index fastest.
    private static func gather(_ tensor: PickleHeap.Tensor, _ storage: PickleHeap.Storage, _ values: [Float]) -> [Float]
    {
        let count = tensor.shape.reduce(1, *)
        guard count > 0 else { return [] }
        let start = storage.viewOffset + tensor.offset
        var contiguous = true
        var step = 1
        for (extent, stride) in zip(tensor.shape, tensor.strides).reversed() {
            if extent > 1, stride != step { contiguous = false }
            step *= extent
        }
        if contiguous { return Array(values[start..<start + count]) }
        var result = [Float]()
        result.reserveCapacity(count)
        var index = [Int](repeating: 0, count: tensor.shape.count)
        var position = start
        for _ in 0..<count {
            result.append(values[position])
            var axis = index.count - 1
            while axis >= 0 {
                index[axis] += 1
                position += tensor.strides[axis]
                if index[axis] < tensor.shape[axis] { break }
                position -= index[axis] * tensor.strides[axis]
                index[axis] = 0
                axis -= 1
            }
        }
        return result
    }

    /// Names and tensors of the root dictionary, or of the one that a checkpoint keeps under a usual key.
    private static func stateDictionary(
        _ root: PickleValue, _ heap: PickleHeap
    ) throws(FormatFault) -> [(name: String, tensor: Int)] {
        guard case .dictionary(let index) = root else {
            throw FormatFault(.unsupported, format: "pickle", "the file holds no dictionary of tensors")
        }
        let pairs = heap.dictionaries[index]
        let tensors = pairs.compactMap { pair -> (name: String, tensor: Int)? in
            guard case .text(let name) = pair.key, case .tensor(let tensor) = pair.value else { return nil }
            return (name, tensor)
        }
        if !tensors.isEmpty { return tensors }
        for key in ["state_dict", "model_state_dict", "model"] {
            if let pair = pairs.last(where: { $0.key == .text(key) }), case .dictionary(let inner) = pair.value,
                inner != index
            {
                let nested = heap.dictionaries[inner].compactMap { pair -> (name: String, tensor: Int)? in
                    guard case .text(let name) = pair.key, case .tensor(let tensor) = pair.value else { return nil }
                    return (name, tensor)
                }
                if !nested.isEmpty { return nested }
            }
        }
        throw FormatFault(.unsupported, format: "pickle", "the dictionary holds no tensors")
    }
}
