import DataFormats

/// Files as `torch.save` wrote them before PyTorch 1.6, byte by byte.
enum TorchBytes {
    /// One linear layer of two inputs and two classes.
    static func network(weights: [Float] = [1, 0, 0, 1]) -> [UInt8] {
        let dictionary =
            [0x80, 2] + text("ccollections\nOrderedDict\n)R(") + word("weight") + tensor("0", [2, 2], [2, 1])
            + word("bias") + tensor("1", [2], [1]) + text("u.")
        return header + dictionary + [0x80, 2] + text("](") + word("0") + word("1") + text("e.") + storage(weights)
            + storage([0, 0])
    }

    /// A file whose dictionary is the call `os.system(command)`.
    static func calling(_ command: String) -> [UInt8] {
        header + [0x80, 2] + text("cos\nsystem\n(") + word(command) + text("tR.")
    }

    /// Magic number, version, and the facts of the system.
    private static var header: [UInt8] {
        [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19] + text(".") + [0x80, 2]
            + text("M") + [0xE9, 0x03] + text(".") + [0x80, 2] + text("}") + word("little_endian") + [0x88]
            + text("s.")
    }

    private static func tensor(_ key: String, _ shape: [Int], _ strides: [Int]) -> [UInt8] {
        let extents = [shape, strides].flatMap { text("(") + $0.flatMap(integer) + text("t") }
        return text("ctorch._utils\n_rebuild_tensor_v2\n((") + word("storage") + text("ctorch\nFloatStorage\n")
            + word(key) + word("cpu") + integer(shape.reduce(1, *)) + text("NtQ") + integer(0) + extents + [0x89]
            + text("ccollections\nOrderedDict\n)RtR")
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func word(_ word: String) -> [UInt8] {
        text("X") + little(UInt32(word.utf8.count)) + text(word)
    }

    private static func integer(_ value: Int) -> [UInt8] { text("J") + little(UInt32(value)) }

    private static func storage(_ values: [Float]) -> [UInt8] {
        little(UInt64(values.count)) + values.flatMap { little($0.bitPattern) }
    }

    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
