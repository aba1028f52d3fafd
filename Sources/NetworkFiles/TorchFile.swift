import DataFormats

/// PyTorch state dictionaries, as `torch.save` writes them: the legacy pickle and the zip form.
enum TorchFile {
    static func isZip(_ bytes: [UInt8]) -> Bool { ZipArchive.isArchive(bytes) }

    /// Whether the bytes start like a pickle of protocol 2 to 5.
    static func isPickle(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[0] == 0x80 && (2...5).contains(bytes[1])
    }

    /// The tensors of a state dictionary, which `Checkpoint` found, in its order.
    ///
    /// - Parameter content: the bytes of a whole storage and whether they are big-endian.
    static func tensors(
        _ dictionary: [(name: String, tensor: Int)], _ heap: PickleHeap,
        content: (PickleHeap.Storage) throws(FormatFault) -> (bytes: ArraySlice<UInt8>, bigEndian: Bool)
    ) throws(FormatFault) -> [NamedTensor] {
        var decoded = [String: [Float]]()
        var names = Set<String>()
        var tensors = [NamedTensor]()
        var stored = 0
        var unfolded = 0
        for (name, tensor) in dictionary {
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
            let limit = UnpackingLimit.bytes(packed: 4 * stored) / 4
            guard tensor.shape.reduce(1, *) <= limit - unfolded else {
                throw FormatFault(
                    .unsupported, format: "pickle", entry: name,
                    "the tensors repeat the entries of their storages up to more than \(UnpackingLimit.amount(4 * limit))"
                )
            }
            unfolded += tensor.shape.reduce(1, *)
            tensors.append(
                NamedTensor(
                    name: name, shape: tensor.shape, values: gather(tensor, storage, values),
                    isInteger: !storage.type.isFloatingPoint))
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
}
