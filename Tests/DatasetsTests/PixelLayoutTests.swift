import DataFormats
import Datasets
import Testing

/// `pixels: { layout: hwc }`.
@Suite struct PixelLayoutTests {
    private func images(
        _ shape: [Int], _ layout: PixelLayout?, scale: Double? = nil, _ array: (([Int]) -> NumPyArray)? = nil
    ) async throws -> Dataset {
        try await Fixture.withFolder { folder in
            let stored = array?(shape) ?? NumPyArray(shape: shape, integers: Array(0..<shape.reduce(1, *)))
            try AtomicFile.write(stored.fileBytes, to: folder + "/x.npy")
            try AtomicFile.write(
                NumPyArray(shape: [shape[0]], integers: Array(0..<shape[0])).fileBytes, to: folder + "/y.npy")
            let locator = DatasetLocator(environment: [:], workingDirectory: folder, systemDirectory: "/none")
            return try locator.load(
                DatasetReference(
                    name: "mine", images: "x.npy", labels: "y.npy", pixelScale: scale ?? 1, pixelLayout: layout))
        }
    }

    /// Two images of 2 × 3 with four channels, each number its place in the file.
    @Test func channelsLast() async throws {
        let read = try await images([2, 2, 3, 4], .hwc)
        #expect(read.shape == [4, 2, 3] && read.labels == [0, 1])
        for image in 0..<2 {
            let pixels = read.sample(image).pixels
            for channel in 0..<4 {
                for row in 0..<2 {
                    for column in 0..<3 {
                        let place = ((image * 2 + row) * 3 + column) * 4 + channel
                        #expect(pixels[(channel * 2 + row) * 3 + column] == Float(place))
                    }
                }
            }
        }
    }

    @Test(arguments: [[2, 2, 3, 4], [2, 6], [2, 2, 3]])
    func channelsFirstIsAsStored(shape: [Int]) async throws {
        for layout in [nil, PixelLayout.chw] {
            let read = try await images(shape, layout)
            #expect(read.pixels == (0..<shape.reduce(1, *)).map { Float($0) })
            #expect(read.shape == (shape.count == 3 ? [1, 2, 3] : Array(shape.dropFirst())))
        }
    }

    /// Images of one channel are the same numbers in either layout, and their shape is channels first.
    @Test func oneChannel() async throws {
        let last = try await images([3, 2, 2, 1], .hwc)
        #expect(last.shape == [1, 2, 2])
        #expect(try await images([3, 1, 2, 2], nil).pixels == last.pixels)
    }

    /// A sample is known by its pixels: how they were stored is no part of it.
    @Test func theSameImageIsTheSameSample() async throws {
        let first = try await images([1, 2, 1, 2], nil) { shape in NumPyArray(shape: shape, floats: [0, 1, 2, 3]) }
        let last = try await images([1, 1, 2, 2], .hwc) { shape in NumPyArray(shape: shape, floats: [0, 2, 1, 3]) }
        #expect(first.shape == last.shape && first.sample(0).digest == last.sample(0).digest)
    }

    @Test func valuesAreScaledToo() async throws {
        let read = try await images([1, 1, 2, 2], .hwc, scale: 1.0 / 255) { shape in
            NumPyArray(shape: shape, unsignedBytes: [0, 255, 51, 102])
        }
        #expect(read.pixels == [0, 51, 255, 102].map { Float($0) / 255 })
    }

    @Test(arguments: [[2, 784], [2, 28, 28]])
    func noChannelsToBeLast(shape: [Int]) async throws {
        do {
            _ = try await images(shape, .hwc)
            Issue.record("\(shape) has no channels")
        } catch let fault as DatasetFault {
            #expect(fault.description.contains("N × height × width × channels, found \(shape)"))
            #expect(fault.description.contains("leave the layout out"))
        }
    }
}
