import DataFormats
import Foundation
import Questions
import ResultStore

/// The pictures of a report as JSON lines, packed with gzip: what `index.html` follows from, beside the outcomes.
///
/// The first line is the header (format, version, shape), then one line per image (`sample`, `label`, `pixels`), per witness
/// (`witness`, `pixels`) and per output (`network`, `point`, `scores`), each sorted by name. Pixels are little-endian floats in
/// base64; content hash and fingerprint are checked when they are read, so that no image can pass for another.
public enum PictureFile {
    public static let name = "pictures.jsonl.gz"
    static let format = "verigap pictures"
    static let version = 1

    private struct Header: Codable {
        var format: String
        var version: Int
        var shape: [Int]
    }

    private struct Line: Codable {
        var sample: String?
        var label: Int?
        var witness: String?
        var network: String?
        var point: String?
        var pixels: String?
        var scores: [Double]?
    }

    /// - Parameter labels: of every image.
    static func bytes(of pictures: Pictures, labels: [Digest: Int]) throws(ReportFault) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = Data()
        do {
            lines += try encoder.encode(Header(format: format, version: version, shape: pictures.shape)) + [10]
            for line in Self.lines(of: pictures, labels) { lines += try encoder.encode(line) + [10] }
        } catch { throw .pictures(error.localizedDescription) }
        return Gzip.compress(Array(lines), level: 9)
    }

    private static func lines(of pictures: Pictures, _ labels: [Digest: Int]) -> [Line] {
        let images = pictures.images.map { digest, pixels in
            Line(sample: digest.description, label: labels[digest] ?? 0, pixels: packed(pixels))
        }
        let witnesses = pictures.witnesses.map { Line(witness: $0.description, pixels: packed($1)) }
        let scores = pictures.scores.map { point, values in
            Line(network: point.network.description, point: point.name, scores: values)
        }
        func key(_ line: Line) -> String {
            [line.sample, line.witness, line.network, line.point].compactMap(\.self).joined()
        }
        return [images, witnesses, scores].flatMap { $0.sorted { key($0) < key($1) } }
    }

    /// The pictures in the file at `path`; none where there is no such file. Throws `pictures` where it is damaged, or holds
    /// pixels that are not those of their name.
    public static func read(_ path: String) throws(ReportFault) -> Pictures {
        guard FileManager.default.fileExists(atPath: path) else { return .none }
        do {
            return try parse(try Gzip.decompress(try FileBytes.read(path)))
        } catch let fault as ReportFault {
            throw fault
        } catch { throw .pictures("\(path): \(error)") }
    }

    private static func parse(_ bytes: [UInt8]) throws -> Pictures {
        let decoder = JSONDecoder()
        var lines = bytes.split(separator: 10)[...]
        guard let first = lines.popFirst(), let header = try? decoder.decode(Header.self, from: Data(first)),
            header.format == format, header.version == version
        else { throw ReportFault.pictures("the first line is none of version \(version)") }
        var pictures = Pictures(shape: header.shape)
        for (number, bytes) in lines.enumerated() {
            guard let line = try? decoder.decode(Line.self, from: Data(bytes)), take(line, into: &pictures) else {
                throw ReportFault.pictures("line \(number + 2) is damaged, or its pixels are not those of its name")
            }
        }
        return pictures
    }

    /// Takes over what the line holds; false where it is not sound.
    private static func take(_ line: Line, into pictures: inout Pictures) -> Bool {
        if let network = line.network.flatMap(Digest.init(hexadecimal:)), let point = line.point,
            let scores = line.scores
        {
            pictures.scores[Pictures.Point(network: network, name: point)] = scores
            return true
        }
        guard let pixels = line.pixels.flatMap(unpacked), pixels.count == pictures.shape.reduce(1, *) else {
            return false
        }
        if let digest = line.sample.flatMap(Digest.init(hexadecimal:)), let label = line.label {
            let sample = Sample(id: SampleID(dataset: "", split: "", index: 0), label: label, pixels: pixels)
            pictures.images[digest] = pixels
            return sample.digest == digest
        }
        guard let witness = line.witness.flatMap(PixelFingerprint.init(hexadecimal:)) else { return false }
        pictures.witnesses[witness] = pixels
        return PixelFingerprint(of: pixels) == witness
    }

    private static func packed(_ pixels: [Float]) -> String {
        Data(pixels.flatMap { pixel in withUnsafeBytes(of: pixel.bitPattern.littleEndian, Array.init) })
            .base64EncodedString()
    }

    private static func unpacked(_ text: String) -> [Float]? {
        guard let data = Data(base64Encoded: text), data.count.isMultiple(of: 4) else { return nil }
        let bytes = Array(data)
        return stride(from: 0, to: bytes.count, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
        }
    }
}
