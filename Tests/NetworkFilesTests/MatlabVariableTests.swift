import DataFormats
import NetworkFiles
import Testing

/// What else people keep in a MATLAB file, in bytes of our own making.
@Suite struct MatlabVariableTests {
    /// A tag of `type`, `bytes`, and zeros up to a multiple of eight.
    private func element(_ type: Int, _ bytes: [UInt8]) -> [UInt8] {
        var result = [UInt8]()
        result.append(little: UInt32(type))
        result.append(little: UInt32(bytes.count))
        return result + bytes + [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    }

    private func words(_ values: [Int]) -> [UInt8] {
        var bytes = [UInt8]()
        for value in values { bytes.append(little: Int32(value)) }
        return bytes
    }

    private func variable(_ kind: Int, _ name: String, _ shape: [Int], _ content: [UInt8], size: Int = 0) -> [UInt8] {
        element(
            14,
            element(6, words([kind, size])) + element(5, words(shape)) + element(1, Array(name.utf8)) + content)
    }

    private func doubles(_ values: [Double]) -> [UInt8] {
        var bytes = [UInt8]()
        for value in values { bytes.append(little: value.bitPattern) }
        return element(9, bytes)
    }

    private func matrix(_ name: String, _ shape: [Int], _ values: [Double]) -> [UInt8] {
        variable(6, name, shape, doubles(values))
    }

    /// 2 × 3 with 5 at (1, 0) and 7 at (0, 2).
    private func sparse(rows: [Int] = [1, 0], starts: [Int] = [0, 1, 1, 2], values: [Double] = [5, 7]) -> [UInt8] {
        variable(
            5, "W1", [2, 3], element(5, words(rows)) + element(5, words(starts)) + doubles(values), size: rows.count)
    }

    private func names(_ content: [UInt8]) throws -> [String] {
        try Fixture.tensors(MatlabFileTests.header + content, "net.mat").tensors.map(\.name)
    }

    @Test func textCellsAndStructuresAreSteppedOver() throws {
        let text = variable(4, "note", [1, 2], element(4, [104, 0, 105, 0]))
        let cell = variable(1, "list", [1, 1], matrix("x", [1, 1], [1]))
        let structure = variable(2, "info", [1, 1], element(5, words([8])) + [UInt8](repeating: 3, count: 8))
        let opaque = element(14, element(6, words([17, 0])) + [UInt8](repeating: 9, count: 8))
        let weights = matrix("W1", [1, 2], [1, 2])
        #expect(try names(text + weights + cell + structure + opaque) == ["W1"])
        let packed = element(15, Zlib.compress(text))
        #expect(try names(Array(packed.prefix(8 + Zlib.compress(text).count)) + weights) == ["W1"])
        let message = Fixture.message(MatlabFileTests.header + cell + text, "net.mat")
        #expect(message.contains("only list (a cell array), note (text)"))
    }

    @Test func sparseMatricesAreFilledUp() throws {
        let tensors = try Fixture.tensors(MatlabFileTests.header + sparse(), "net.mat").tensors
        #expect(tensors == [NamedTensor(name: "W1", shape: [2, 3], values: [0, 0, 7, 5, 0, 0])])
    }

    @Test func damagedSparseMatricesAreFaults() {
        for file in [
            sparse(rows: [2, 0]), sparse(rows: [-1, 0]), sparse(starts: [0, 2, 1, 2]), sparse(starts: [0, 1, 2]),
            sparse(starts: [1, 1, 1, 2]), sparse(starts: [0, 1, 1, 3]), sparse(values: [5]),
        ] {
            #expect(Fixture.message(MatlabFileTests.header + file, "net.mat").contains("do not fit"))
        }
        let huge = variable(5, "W", [1 << 20, 1 << 20], element(5, []) + element(5, []) + doubles([]))
        #expect(Fixture.message(MatlabFileTests.header + huge, "net.mat").contains("64 MiB allowed"))
    }

    @Test func compressedVariablesAreBounded() {
        let zeros = element(9, [UInt8](repeating: 0, count: 160_000_000))
        let bomb = Zlib.compress(variable(6, "W", [1, 20_000_000], zeros), level: 9)
        var file = MatlabFileTests.header
        file.append(little: UInt32(15))
        file.append(little: UInt32(bomb.count))
        #expect(Fixture.message(file + bomb, "net.mat").contains("unpacks to more than 64 MiB"))
    }
}
