import DataFormats
import Foundation
import Questions

/// Everything that training needs to go on after an epoch as if it had never stopped. What is drawn at random depends
/// on seed, epoch and batch alone, so no generator has a state to keep.
struct Checkpoint: Sendable, Equatable {
    private struct Header: Codable {
        var fingerprint: Digest
        var epoch: Int
        var optimiserSteps: Int
        var seconds: Double
        var tally: LossTally
        var counts: [Int]
    }

    /// Of recipe and data; another one's checkpoint is not used.
    var fingerprint: Digest
    /// Epochs done.
    var epoch: Int
    var parameters: [Float]
    var optimiserSteps: Int
    var first: [Float]
    var second: [Float]
    /// Wall-clock seconds of training so far.
    var seconds: Double
    /// Of the last epoch.
    var tally: LossTally

    /// Writes the checkpoint whole or not at all: a header in JSON, the numbers, SHA-256 of all before.
    func write(to path: String) throws {
        let header = Header(
            fingerprint: fingerprint, epoch: epoch, optimiserSteps: optimiserSteps, seconds: seconds, tally: tally,
            counts: [parameters.count, first.count, second.count])
        let text = try JSONEncoder().encode(header)
        var bytes = [UInt8]()
        bytes.reserveCapacity(8 + text.count + 4 * (parameters.count + first.count + second.count) + 32)
        withUnsafeBytes(of: UInt64(text.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: text)
        for value in [parameters, first, second].joined() {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: Digest(of: bytes).bytes)
        try AtomicFile.write(bytes, to: path)
    }

    /// The checkpoint at `path`; `nil` when there is none, or it is damaged, or it belongs to another recipe or data.
    static func read(_ path: String, fingerprint: Digest) -> Checkpoint? {
        guard let bytes = try? FileBytes.read(path), bytes.count > 40,
            Digest(of: bytes.dropLast(32)).bytes == Array(bytes.suffix(32))
        else { return nil }
        let length = Int(integer(bytes, at: 0, count: 8))
        guard length <= bytes.count - 40,
            let header = try? JSONDecoder().decode(Header.self, from: Data(bytes[8..<8 + length])),
            header.fingerprint == fingerprint, header.counts.count == 3,
            8 + length + 4 * header.counts.reduce(0, +) + 32 == bytes.count
        else { return nil }
        var position = 8 + length
        let arrays = header.counts.map { count in
            let values = (0..<count).map { index in
                Float(bitPattern: UInt32(integer(bytes, at: position + 4 * index, count: 4)))
            }
            position += 4 * count
            return values
        }
        return Checkpoint(
            fingerprint: fingerprint, epoch: header.epoch, parameters: arrays[0],
            optimiserSteps: header.optimiserSteps, first: arrays[1], second: arrays[2], seconds: header.seconds,
            tally: header.tally)
    }

    private static func integer(_ bytes: [UInt8], at start: Int, count: Int) -> UInt64 {
        bytes[start..<start + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
