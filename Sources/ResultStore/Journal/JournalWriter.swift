import DataFormats
import Foundation
import Questions

/// Appends outcomes to a journal of its own.
public final class JournalWriter: Sendable {
    public let path: String
    private let descriptor: Int32

    /// Makes the file, which must not be there yet, with its header.
    ///
    /// - Throws: `JournalFault.file`.
    public init(_ path: String, header: Journal.Header) throws(JournalFault) {
        self.path = path
        let opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard opened >= 0 else {
            if errno == EEXIST { throw .taken(path: path) }
            throw .file(FileFault(operation: "create", path: path, reason: String(cString: strerror(errno))))
        }
        descriptor = opened
        var line = JSONLineWriter()
        line.begin()
        line.put("format", Journal.format)
        line.put("version", OutcomeFields.current.edition)
        line.put("wave", header.wave.description)
        line.put("task", header.task)
        line.put("machine", header.machine)
        line.put("startedAt", header.startedAt)
        line.end()
        do throws(JournalFault) { try write(line.bytes) } catch {
            // On a full disk nothing is to be left of it.
            unlink(path)
            throw error
        }
    }

    /// Adds outcomes: all are on disk when this returns.
    ///
    /// - Throws: `JournalFault.file`; a part of the lines may have been written, which readers leave out or take as they are.
    public func append(_ entries: [Journal.Entry]) throws(JournalFault) {
        guard !entries.isEmpty else { return }
        var line = JSONLineWriter()
        for entry in entries {
            line.begin()
            line.put(Journal.LineName.configuration, entry.configuration.description)
            line.put(Journal.LineName.sample, entry.sample.description)
            line.put(Journal.LineName.time, entry.recordedAt)
            line.put(entry.outcome, nil, .current, witnesses: true)
            line.end()
        }
        try write(line.bytes)
    }

    private func write(_ bytes: [UInt8]) throws(JournalFault) {
        func fault(_ operation: String) -> JournalFault {
            .file(FileFault(operation: operation, path: path, reason: String(cString: strerror(errno))))
        }
        var written = 0
        while written < bytes.count {
            let start = written
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { Foundation.write(descriptor, $0 + start, buffer.count - start) } ?? 0
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw fault("write")
            }
            written += count
        }
        guard fdatasync(descriptor) == 0 else { throw fault("flush") }
    }

    deinit { close(descriptor) }
}
