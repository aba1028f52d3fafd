import DataFormats
import Foundation
import Testing

/// Small files that would take much memory are refused before they do.
@Suite struct UnpackingLimitTests {
    @Test func limits() {
        #expect(UnpackingLimit.bytes(packed: 0) == 64 << 20)
        #expect(UnpackingLimit.bytes(packed: 1 << 20) == 100 << 20)
        #expect(UnpackingLimit.bytes(packed: 1 << 20, ratio: 7) == 64 << 20)
        #expect(UnpackingLimit.bytes(packed: 1 << 40) == 2 << 30)
        #expect(UnpackingLimit.bytes(packed: .max) == 2 << 30)
        #expect(UnpackingLimit.amount(2 << 30) == "2 GiB")
        #expect(UnpackingLimit.amount(196_608) == "192 KiB")
        #expect(UnpackingLimit.amount(1 << 20 | 1 << 19) == "1.5 MiB")
        #expect(UnpackingLimit.amount(7) == "7 bytes")
    }

    /// An array of zeros of 80 MB in some 80 KB.
    @Test func anArchiveIsRefusedByItsDirectory() throws {
        let array = NumPyArray(shape: [80_000_000], unsignedBytes: [UInt8](repeating: 0, count: 80_000_000))
        let bytes = try NumPyArchive.fileBytes([NumPyArchive.Member(name: "W1", array: array)])
        #expect(bytes.count < 200_000)
        let fault = #expect(throws: FormatFault.self) { try NumPyArchive.read(bytes) }
        #expect(fault?.entry == "W1.npy")
        #expect(fault?.message.contains("64 MiB that are allowed for a file of this size") == true)
    }

    @Test func aMemberLargerThanItsHeaderIsRefused() throws {
        var writer = ZipWriter()
        let honest = NumPyArray(shape: [3], floats: [1, 2, 3]).fileBytes
        try writer.add("W1.npy", honest + [UInt8](repeating: 0, count: 1_000_000))
        let long = try writer.finish()
        let fault = #expect(throws: FormatFault.self) { try NumPyArchive.read(long) }
        #expect(fault?.message == "the header describes 12 bytes of entries, the archive holds 1000012")
        #expect(fault?.kind == .malformed)
    }

    @Test func gzipIsBoundedByItsSize() {
        let bomb = Gzip.compress([UInt8](repeating: 0, count: 80 << 20), level: 9)
        let fault = #expect(throws: FormatFault.self) { try Gzip.decompress(bomb) }
        #expect(fault?.message == "the data unpacks to more than 64 MiB")
    }

    @Test func devicesAreNoFiles() {
        let fault = #expect(throws: FileFault.self) { try FileBytes.read("/dev/zero") }
        #expect(fault?.reason == "it is a device")
    }

    @Test func extentsAreCounted() throws {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(String(repeating: "1, ", count: 65))), }\n"
        var file: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
        file.append(little: UInt16(header.utf8.count))
        let fault = #expect(throws: FormatFault.self) {
            try NumPyArray(parsing: file + Array(header.utf8) + [0, 0, 0, 0])
        }
        #expect(fault?.message.contains("65 extents") == true)
    }
}
