import DataFormats
import NetworkFiles
import Testing

/// Bodies written by SciPy; the header of 128 bytes is put in front here.
@Suite struct MatlabFileTests {
    static let header =
        Array("MATLAB 5.0 MAT-file".utf8) + [UInt8](repeating: 0x20, count: 97)
        + [UInt8](repeating: 0, count: 8) + [0x00, 0x01, 0x49, 0x4D]

    static let plain =
        header
        + Fixture.base64(
            "DgAAAFgAAAAGAAAACAAAAAcAAAAAAAAABQAAAAgAAAACAAAAAwAAAAEAAAAJAAAAZmNfd2VpZ2h0AAAAAAAAAAcAAAAYAAAAAACAPwAAgEAAAABA"
                + "AACgQAAAQEAAAMBADgAAAEgAAAAGAAAACAAAAAYAAAAAAAAABQAAAAgAAAABAAAAAgAAAAEAAAAHAAAAZmNfYmlhcwAJAAAAEAAAAAAAAAAAAOA/"
                + "AAAAAAAA4L8OAAAAeAAAAAYAAAAIAAAABgAAAAAAAAAFAAAAEAAAAAIAAAABAAAAAgAAAAIAAAABAAEAawAAAAkAAABAAAAAAAAAAAAAAAAAAAAA"
                + "AAAQQAAAAAAAAABAAAAAAAAAGEAAAAAAAADwPwAAAAAAABRAAAAAAAAACEAAAAAAAAAcQA==")

    static let compressed =
        header
        + Fixture.base64(
            "DwAAAEIAAAB4nONjYGCIAGI2IOYAYnYGCGCF8pmAmBmIGYGYE4jTkuPLUzPTM0qg6kDqJcCsBnsgdgAygHgBEDsA8QEHAAYZCIYPAAAAMgAAAHic"
                + "42NgYPAAYjYg5oDSIMAK5TMCMROUZgfitOT4pMzEYgZOIFuAAQYe2EPp/QCDsAYhDwAAAD4AAAB4nONjYGCoAGI2IOaA0iDACsQCQMwExIxQGsJm"
                + "ZMgG0pxA7MCADgRgQlBaAkp/sIfQIlA+B5SWcQAA1Z0EfA==")

    static let expected = [
        NamedTensor(name: "fc_weight", shape: [2, 3], values: [1, 2, 3, 4, 5, 6]),
        NamedTensor(name: "fc_bias", shape: [1, 2], values: [0.5, -0.5]),
        NamedTensor(name: "k", shape: [2, 1, 2, 2], values: [0, 1, 2, 3, 4, 5, 6, 7]),
    ]

    @Test func columnsBecomeRows() throws {
        #expect(try Fixture.tensors(Self.plain, "net.mat").tensors == Self.expected)
        #expect(try Fixture.tensors(Self.compressed, "net.mat").tensors == Self.expected)
    }

    @Test func integersAndShortTags() throws {
        let file =
            Self.header
            + Fixture.base64(
                "DgAAAEAAAAAGAAAACAAAAAoAAAAAAAAABQAAAAgAAAACAAAAAgAAAAEAAAAIAAAAYV93ZWlnaHQDAAAACAAAAAEAAwD+/wQADgAAADgAAAAGAAAA"
                    + "CAAAAAkAAAAAAAAABQAAAAgAAAABAAAAAgAAAAEAAAAGAAAAYV9iaWFzAAACAAIABwgAAA==")
        #expect(
            try Fixture.tensors(file, "net.mat").tensors == [
                NamedTensor(name: "a_weight", shape: [2, 2], values: [1, -2, 3, 4], isInteger: true),
                NamedTensor(name: "a_bias", shape: [1, 2], values: [7, 8], isInteger: true),
            ])
    }

    @Test func complexNumbersAndOldVersionsAreRefused() throws {
        let complex =
            Self.header
            + Fixture.base64(
                "DgAAAEgAAAAGAAAACAAAAAYIAAAAAAAABQAAAAgAAAABAAAAAQAAAAEAAQB6AAAACQAAAAgAAAAAAAAAAADwPwkAAAAIAAAAAAAAAAAAAEA="
            )
        #expect(Fixture.message(complex, "net.mat").contains("mat entry 'z': only real numeric arrays"))
        var hdf = Self.plain
        hdf[124...125] = [0, 2]
        #expect(Fixture.message(hdf, "net.mat").contains("save with -v7"))
    }

    /// A prefix that ends between two variables is a smaller file; all others must throw.
    @Test func prefixesThrow() {
        for (file, ends) in [(Self.plain, [128, 224, 304]), (Self.compressed, [128, 202, 260])] {
            #expect(Fixture.readablePrefixes(file, path: "net.mat") == ends)
        }
    }

    @Test func randomDamageNeverCrashes() throws {
        for file in [Self.plain, Self.compressed] {
            #expect(Fixture.readDamaged(file, "net.mat", rounds: 2000) < 2000)
        }
    }
}
