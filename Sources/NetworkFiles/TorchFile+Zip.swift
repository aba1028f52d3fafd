import DataFormats

extension TorchFile {
    /// The entry with the dictionary; it makes a ZIP archive a PyTorch file.
    static func dictionaryEntry(of archive: ZipArchive) -> ZipArchive.Entry? {
        archive.entries.first { $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl") }
    }

    /// `<name>/data.pkl` is the dictionary, `<name>/data/<key>` the storages, `<name>/byteorder` their byte order.
    static func readZip(_ archive: ZipArchive, entry name: String? = nil) throws(FormatFault) -> [NamedTensor] {
        guard let entry = dictionaryEntry(of: archive) else {
            throw FormatFault(.malformed, format: "pth", "the archive has no data.pkl")
        }
        let prefix = String(entry.name.dropLast("data.pkl".count))
        var bigEndian = false
        if let order = archive.entry(named: prefix + "byteorder") {
            switch String(decoding: try archive.contents(of: order), as: UTF8.self) {
            case "little": bigEndian = false
            case "big": bigEndian = true
            case let other:
                throw FormatFault(.unsupported, format: "pth", entry: order.name, "byte order '\(other)'")
            }
        }
        let content = try archive.contents(of: entry)
        var unpickler = Unpickler(content)
        let root: PickleValue
        do { root = try unpickler.load() } catch { throw error.inside(entry.name) }
        guard unpickler.reader.remaining == 0 else {
            throw FormatFault(
                .malformed, format: "pickle", entry: entry.name, offset: unpickler.reader.position,
                "\(unpickler.reader.remaining) bytes after the end")
        }
        return try tensors(try Checkpoint(root, unpickler.heap).tensors(name), unpickler.heap) {
            storage throws(FormatFault) in
            let name = "\(prefix)data/\(storage.key)"
            guard let data = archive.entry(named: name) else {
                throw FormatFault(.malformed, format: "pth", entry: name, "the storage is not in the archive")
            }
            let bytes = try archive.contents(of: data)
            guard let size = storage.type.byteCount(of: [storage.count]), size <= bytes.count else {
                throw FormatFault(
                    .truncated, format: "pth", entry: name,
                    "\(bytes.count) bytes, but \(storage.count) entries of \(storage.type.size) bytes are expected")
            }
            return (bytes[..<size], bigEndian)
        }
    }
}
