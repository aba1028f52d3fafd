import DataFormats
import Foundation

/// Folders and small datasets for tests.
enum Fixture {
    /// `../shared` beside the repository, if it is there.
    static let shared: String? = {
        let repository = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let path = repository.deletingLastPathComponent().appendingPathComponent("shared").path
        return FileManager.default.fileExists(atPath: path + "/data") ? path : nil
    }()

    /// Calls `body` with an empty folder, which is removed afterwards.
    static func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        do {
            let result = try await body(folder)
            try FileManager.default.removeItem(atPath: folder)
            return result
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    /// Writes a file and the folders above it.
    static func write(_ bytes: [UInt8], _ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try AtomicFile.write(bytes, to: path)
    }

    static func idxImages(_ pixels: [UInt8], count: Int, rows: Int, columns: Int, magic: UInt32 = 0x803) -> [UInt8] {
        var bytes = [UInt8]()
        for value in [magic, UInt32(count), UInt32(rows), UInt32(columns)] { bytes.append(big: value) }
        return bytes + pixels
    }

    static func idxLabels(_ labels: [UInt8], magic: UInt32 = 0x801) -> [UInt8] {
        var bytes = [UInt8]()
        for value in [magic, UInt32(labels.count)] { bytes.append(big: value) }
        return bytes + labels
    }

    /// Two images of 2 × 2 with labels 3 and 7, under `folder`.
    static func writeTinyMNIST(_ folder: String, gzip: Bool = false, firstPixel: UInt8 = 0) throws {
        let images = idxImages([firstPixel, 51, 102, 255, 1, 2, 3, 4], count: 2, rows: 2, columns: 2)
        let labels = idxLabels([3, 7])
        let ending = gzip ? ".gz" : ""
        try write(gzip ? Gzip.compress(images) : images, folder + "/t10k-images-idx3-ubyte" + ending)
        try write(gzip ? Gzip.compress(labels) : labels, folder + "/t10k-labels-idx1-ubyte" + ending)
    }
}
