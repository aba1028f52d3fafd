import DataFormats
import Datasets
import Questions
import Testing

/// `pixels: { scale: 1/255 }`.
@Suite struct ScaledPixelTests {
    private func pixels(_ array: NumPyArray, scale: Double?) async throws -> [Float] {
        try await Fixture.withFolder { folder in
            try AtomicFile.write(array.fileBytes, to: folder + "/x.npy")
            try AtomicFile.write(
                NumPyArray(shape: [array.shape[0]], integers: [Int](repeating: 0, count: array.shape[0])).fileBytes,
                to: folder + "/y.npy")
            let locator = DatasetLocator(environment: [:], workingDirectory: folder, systemDirectory: "/none")
            return try locator.load(
                DatasetReference(name: "mine", images: "x.npy", labels: "y.npy", pixelScale: scale)
            ).pixels
        }
    }

    /// A byte kept as a number gives the pixel that the byte gives.
    @Test func bytesInEveryForm() async throws {
        let bytes = [UInt8](0...255)
        let expected = bytes.map { Float($0) / 255 }
        #expect(try await pixels(NumPyArray(shape: [1, 256], unsignedBytes: bytes), scale: nil) == expected)
        #expect(try await pixels(NumPyArray(shape: [1, 256], unsignedBytes: bytes), scale: 1.0 / 255) == expected)
        #expect(
            try await pixels(NumPyArray(shape: [1, 256], floats: bytes.map { Float($0) }), scale: 1.0 / 255) == expected
        )
        #expect(
            try await pixels(NumPyArray(shape: [1, 256], integers: bytes.map { Int($0) }), scale: 1.0 / 255) == expected
        )
    }

    /// Products that a double cannot tell from the middle of two floats go to their own side of it.
    @Test func theNearestFloatOfTheExactProduct() async throws {
        func product(_ value: Double, _ scale: Double) async throws -> [Float] {
            try await pixels(NumPyArray(shape: [1, 1], doubles: [value]), scale: scale)
        }
        // The middle itself: ties to even.
        #expect(try await product(1, 1 + 0x1p-24) == [1])
        // 1 + 2⁻²⁴ + 2⁻⁷⁶ − …, above the middle.
        #expect(try await product(1 + 0x1p-24 - 0x1p-52, 1 + 0x1p-52) == [1 + 0x1p-23])
        // 1 + 3 · 2⁻²⁴ − 3 · 2⁻⁷⁶ − …, below it.
        #expect(try await product(1 + 3 * 0x1p-24 + 0x1p-52, 1 - 0x1p-52) == [1 + 0x1p-23])
        #expect(try await product(-1 - 3 * 0x1p-24 - 0x1p-52, 1 - 0x1p-52) == [-1 - 0x1p-23])
    }

    @Test func theFirstPixelOutsideADomain() {
        let set = Dataset(name: "m", split: "test", shape: [2], labels: [0, 0], pixels: [0, 1, 0.5, -0.25])
        #expect(set.firstPixel(outside: .unit) == StrayPixel(image: 1, pixel: 1, value: -0.25))
        #expect(set.firstPixel(outside: InputDomain(lower: -1, upper: 1)) == nil)
        #expect(set.firstPixel(outside: nil) == nil)
        for value in [Float.nan, .infinity, -.infinity] {
            let broken = Dataset(name: "m", split: "test", shape: [2], labels: [0, 0], pixels: [0, 1, value, 0.5])
            for domain in [nil, InputDomain.unit] {
                let stray = broken.firstPixel(outside: domain)
                #expect(stray?.image == 1 && stray?.pixel == 0, "\(value) is in no domain")
            }
        }
    }
}
