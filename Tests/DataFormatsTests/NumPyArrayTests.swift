import DataFormats
import Foundation
import Testing

/// Contents below were written by NumPy 2.4.
@Suite struct NumPyArrayTests {
    /// `arange(6).reshape(2, 3) - 2` in several types.
    @Test(arguments: [
        ("<f2", "00c000bc0000003c00400042"),
        (">f4", "c0000000bf800000000000003f8000004000000040400000"),
        ("<f8", "00000000000000c0000000000000f0bf0000000000000000000000000000f03f00000000000000400000000000000840"),
        (">f8", "c000000000000000bff000000000000000000000000000003ff000000000000040000000000000004008000000000000"),
        ("|i1", "feff00010203"),
        (">i2", "fffeffff0000000100020003"),
        ("<i4", "feffffffffffffff00000000010000000200000003000000"),
        (">i8", "fffffffffffffffeffffffffffffffff0000000000000000000000000000000100000000000000020000000000000003"),
    ])
    func everyTypeAndByteOrder(_ fixture: (type: String, content: String)) throws {
        let header = "{'descr': '\(fixture.type)', 'fortran_order': False, 'shape': (2, 3), }"
        let array = try NumPyArray(parsing: Fixture.npy(header, fixture.content))
        #expect(array.shape == [2, 3])
        #expect(array.floats == [-2, -1, 0, 1, 2, 3])
        #expect(array.doubles == [-2, -1, 0, 1, 2, 3])
        #expect(array.integers == [-2, -1, 0, 1, 2, 3])
    }

    @Test func fortranOrderIsTurnedIntoRows() throws {
        let matrix = try NumPyArray(
            parsing: Fixture.npy(
                "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }",
                "00000000000040400000803f00008040000000400000a040"))
        #expect(matrix.floats == [0, 1, 2, 3, 4, 5])
        let content =
            "000000000000000c00000004000000100000000800000014000000010000000d00000005000000110000000900000015"
            + "000000020000000e00000006000000120000000a00000016000000030000000f00000007000000130000000b00000017"
        let cube = try NumPyArray(
            parsing: Fixture.npy("{'descr': '>i4', 'fortran_order': True, 'shape': (2, 3, 4), }", content))
        #expect(cube.shape == [2, 3, 4])
        #expect(cube.integers == Array(0..<24))
    }

    @Test func versionsTwoAndThree() throws {
        for version: UInt8 in [2, 3] {
            let file = Fixture.npy(
                version: version, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
                "000000000000803f0000004000004040000080400000a040")
            #expect(try NumPyArray(parsing: file).floats == [0, 1, 2, 3, 4, 5])
        }
    }

    @Test func roundTripOfEveryInitialiser() throws {
        let arrays = [
            NumPyArray(shape: [2, 2], floats: [1, -2, 0.5, .greatestFiniteMagnitude]),
            NumPyArray(shape: [3], doubles: [0.1, -1e300, 5]),
            NumPyArray(shape: [2, 1, 2], integers: [1, -2, .max, .min]),
            NumPyArray(shape: [4], unsignedBytes: [0, 1, 128, 255]),
            NumPyArray(shape: [], floats: [7]),
            NumPyArray(shape: [0, 5], floats: []),
        ]
        for array in arrays {
            #expect(try NumPyArray(parsing: array.fileBytes) == array)
            #expect((array.fileBytes.count - array.bytes.count) % 64 == 0)
        }
    }

    @Test func halfPrecisionIsExact() throws {
        let patterns: [UInt16] = [0, 0x3C00, 0xC000, 0x7BFF, 0x0001, 0x7C00, 0x3555]
        let expected: [Float] = [0, 1, -2, 65504, 0x1p-24, .infinity, 0.333251953125]
        let bytes = patterns.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(ElementType.float16.floats(bytes[...]) == expected)
        #expect(ElementType.bfloat16.floats([0x80, 0x3F, 0x49, 0x40]) == [1, 3.140625])
        #expect(ElementType.float16.floats([0x01, 0x7E])[0].isNaN)
    }

    @Test func everyPrefixThrowsWithAPosition() {
        let file = NumPyArray(shape: [3, 2], floats: [1, 2, 3, 4, 5, 6]).fileBytes
        for length in 0..<file.count {
            let fault = #expect(throws: FormatFault.self) { try NumPyArray(parsing: Array(file[..<length])) }
            #expect(fault?.offset != nil, "prefix of \(length) bytes")
        }
    }

    @Test func clearRefusals() {
        func message(_ header: String, _ content: [UInt8] = []) -> String {
            let text = Array(header.utf8)
            let file = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count), 0] + text + content
            do {
                _ = try NumPyArray(parsing: file)
                return "no fault"
            } catch { return "\(error)" }
        }
        #expect(message("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}").contains("'|O'"))
        #expect(message("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}").contains("structured"))
        #expect(message("{'descr': '<f4', 'shape': (1,)}").contains("fortran_order"))
        #expect(
            message("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999)}").contains("large"))
        #expect(message("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}").contains("extent"))
        #expect(message("{'descr': '|u1', 'fortran_order': False, 'shape': (1,)}", [1, 2]).contains("1 bytes after"))
    }

    @Test func randomDamageNeverCrashes() {
        let file = NumPyArray(shape: [3, 2], floats: [1, 2, 3, 4, 5, 6]).fileBytes
        Fixture.damage(file, rounds: 3000) { _ = try? NumPyArray(parsing: $0) }
    }
}
