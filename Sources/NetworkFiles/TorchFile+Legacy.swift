import DataFormats

extension TorchFile {
    /// 0x1950a86a20f9469cfc6c, the number that starts a legacy file.
    private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]

    /// Five pickles (magic, version, system, the dictionary, the storages' keys), then the storages: an entry count
    /// of eight bytes and the entries, all little-endian.
    static func readLegacy(_ bytes: [UInt8], entry: String? = nil) throws(FormatFault) -> [NamedTensor] {
        var head = Unpickler(bytes)
        let first = try head.load()
        guard first == .longInteger(magic) else {
            throw FormatFault(
                .malformed, format: "pth", offset: 0,
                "not the magic number of a PyTorch file but \(head.heap.describe(first))")
        }
        var version = Unpickler(bytes, from: head.reader.position)
        guard try version.load() == .integer(1001) else {
            throw FormatFault(
                .unsupported, format: "pth", offset: head.reader.position, "another version than 1001 of the format")
        }
        var system = Unpickler(bytes, from: version.reader.position)
        guard case .dictionary(let facts) = try system.load(),
            system.heap.dictionaries[facts].contains(where: {
                $0.key == .text("little_endian") && $0.value == .boolean(true)
            })
        else {
            throw FormatFault(
                .unsupported, format: "pth", offset: version.reader.position,
                "the file was not written by a little-endian machine")
        }
        var dictionary = Unpickler(bytes, from: system.reader.position)
        let root = try dictionary.load()
        let named = try Checkpoint(root, dictionary.heap).tensors(entry)
        var list = Unpickler(bytes, from: dictionary.reader.position)
        guard case .list(let keys) = try list.load() else {
            throw FormatFault(
                .malformed, format: "pth", offset: dictionary.reader.position, "the list of storages is missing")
        }
        let contents = try storages(list.heap.lists[keys], dictionary.heap, bytes, from: list.reader.position)
        return try tensors(named, dictionary.heap) { storage throws(FormatFault) in
            guard let content = contents[storage.key] else {
                throw FormatFault(.malformed, format: "pth", entry: storage.key, "the storage is not in the file")
            }
            return (content, false)
        }
    }

    private static func storages(
        _ keys: [PickleValue], _ heap: PickleHeap, _ bytes: [UInt8], from start: Int
    ) throws(FormatFault) -> [String: ArraySlice<UInt8>] {
        var described = [String: PickleHeap.Storage]()
        for storage in heap.storages { described[storage.key] = storage }
        var reader = ByteReader(bytes, from: start, format: "pth")
        var contents = [String: ArraySlice<UInt8>]()
        for key in keys {
            guard case .text(let key) = key, let storage = described[key] else {
                throw reader.fault(.malformed, "a storage that no tensor uses")
            }
            do {
                let place = reader.position
                let count = try reader.size64("the number of entries")
                guard count == storage.count else {
                    throw reader.fault(
                        .malformed, "\(count) entries, the dictionary says \(storage.count)", at: place)
                }
                guard let size = storage.type.byteCount(of: [count]) else {
                    throw reader.fault(.malformed, "\(count) entries", at: place)
                }
                contents[key] = try reader.take(size, "the storage")
            } catch let fault as FormatFault {
                throw fault.inside("storage \(key)")
            } catch {
                throw reader.fault(.malformed, "\(error)")
            }
        }
        guard reader.remaining == 0 else {
            throw reader.fault(.malformed, "\(reader.remaining) bytes after the last storage")
        }
        return contents
    }
}
