import DataFormats
import Datasets

/// Files of images and labels, from bytes (packed or not) to pixels.
enum ImageTargets {
    static func npy(_ bytes: [UInt8]) {
        if let (count, shape, pixels) = try? NumPyImages.images(bytes) { open(count, shape, pixels) }
        _ = try? NumPyImages.images(bytes, scale: 1 / 255)
        _ = try? NumPyImages.labels(bytes)
        guard let array = try? NumPyArray(parsing: bytes) else { return }
        // What is written of it must be read as the same array.
        guard array.elementType != .bfloat16 else { return }
        precondition((try? NumPyArray(parsing: array.fileBytes)) == array)
    }

    static func idx(_ bytes: [UInt8]) {
        guard let bytes = unpacked(bytes) else { return }
        if let (count, rows, columns, pixels) = try? IDXFile.images(bytes) { open(count, [1, rows, columns], pixels) }
        _ = try? IDXFile.labels(bytes)
    }

    static func cifar(_ bytes: [UInt8]) {
        guard let bytes = unpacked(bytes) else { return }
        _ = try? CIFARFile.parse(bytes, expected: nil)
    }

    /// The dataset that the locator makes of images, given as many labels.
    private static func open(_ count: Int, _ shape: [Int], _ pixels: [Float]) {
        // Images without pixels can be as many as one likes; their labels cannot.
        guard count <= 1 << 16 else { return }
        let labels = [Int](repeating: 0, count: count)
        let set = Dataset(name: "x", split: "test", shape: shape, labels: labels, pixels: pixels)
        if set.count > 0 { _ = set.sample(set.count - 1) }
    }

    private static func unpacked(_ bytes: [UInt8]) -> [UInt8]? {
        Gzip.isCompressed(bytes) ? try? Gzip.decompress(bytes) : bytes
    }

    static var idxSeeds: [[UInt8]] {
        let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 51, 102, 255, 1, 2, 3, 4]
        let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 2, 3, 7]
        return [images, labels, Gzip.compress(images), Gzip.compress(labels)]
    }

    static var cifarSeeds: [[UInt8]] {
        let record = [6] + [UInt8](repeating: 255, count: 1024) + [UInt8](repeating: 51, count: 2048)
        return [record, Gzip.compress(record + record)]
    }
}
