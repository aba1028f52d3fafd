import DataFormats

/// Writes pickles as `torch.save` does (protocol 2), and any other operations a test wants.
struct PickleWriter {
    var bytes: [UInt8] = [0x80, 2]

    mutating func put(_ opcode: Character) { bytes += Array(String(opcode).utf8) }

    mutating func global(_ module: String, _ name: String) { bytes += Array("c\(module)\n\(name)\n".utf8) }

    mutating func text(_ text: String) {
        put("X")
        bytes.append(little: UInt32(text.utf8.count))
        bytes += Array(text.utf8)
    }

    mutating func integer(_ value: Int) {
        put("J")
        bytes.append(little: Int32(value))
    }

    mutating func tuple(_ values: [Int]) {
        put("(")
        values.forEach { integer($0) }
        put("t")
    }

    mutating func emptyOrderedDictionary() {
        global("collections", "OrderedDict")
        put(")")
        put("R")
    }

    /// A tensor over the storage `key` of `count` entries.
    mutating func tensor(
        type: String = "FloatStorage", key: String, location: String = "cpu", count: Int, offset: Int = 0,
        shape: [Int], strides: [Int], legacy: Bool, parameter: Bool = false
    ) {
        if parameter {
            global("torch._utils", "_rebuild_parameter")
            put("(")
        }
        global("torch._utils", "_rebuild_tensor_v2")
        bytes += Array("((".utf8)
        text("storage")
        global("torch", type)
        text(key)
        text(location)
        integer(count)
        if legacy { put("N") }
        bytes += Array("tQ".utf8)
        integer(offset)
        tuple(shape)
        tuple(strides)
        bytes.append(0x89)
        emptyOrderedDictionary()
        bytes += Array("tR".utf8)
        if parameter {
            bytes.append(0x88)
            emptyOrderedDictionary()
            bytes += Array("tR".utf8)
        }
    }

    /// An ordered dictionary with `_metadata`, whose entries `body` writes.
    static func stateDictionary(_ body: (inout PickleWriter) -> Void) -> [UInt8] {
        var writer = PickleWriter()
        writer.emptyOrderedDictionary()
        writer.put("(")
        body(&writer)
        writer.put("u")
        writer.bytes += Array("}".utf8)
        writer.text("_metadata")
        writer.emptyOrderedDictionary()
        writer.bytes += Array("sb.".utf8)
        return writer.bytes
    }

    /// A legacy file: magic, version, system, dictionary, keys, storages.
    static func legacyFile(_ dictionary: [UInt8], storages: [(key: String, count: Int, content: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
        file += Array(".".utf8) + [0x80, 2] + Array("M".utf8) + [0xE9, 0x03] + Array(".".utf8)
        var system = PickleWriter()
        system.put("}")
        system.text("little_endian")
        system.bytes.append(0x88)
        system.bytes += Array("s.".utf8)
        var keys = PickleWriter()
        keys.bytes += Array("](".utf8)
        for storage in storages { keys.text(storage.key) }
        keys.bytes += Array("e.".utf8)
        file += system.bytes + dictionary + keys.bytes
        for storage in storages {
            file.append(little: Int64(storage.count))
            file += storage.content
        }
        return file
    }

    /// A zip file with the entries of `torch.save`.
    static func zipFile(
        _ dictionary: [UInt8], storages: [(key: String, content: [UInt8])], byteOrder: String? = "little"
    ) throws -> [UInt8] {
        var writer = ZipWriter()
        try writer.add("archive/data.pkl", dictionary, compressed: false)
        if let byteOrder { try writer.add("archive/byteorder", Array(byteOrder.utf8), compressed: false) }
        for storage in storages { try writer.add("archive/data/\(storage.key)", storage.content, compressed: false) }
        try writer.add("archive/version", Array("3\n".utf8), compressed: false)
        return try writer.finish()
    }

    static func little(_ values: [Float]) -> [UInt8] {
        var bytes = [UInt8]()
        for value in values { bytes.append(little: value.bitPattern) }
        return bytes
    }
}
