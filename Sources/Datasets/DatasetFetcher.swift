import DataFormats
import Foundation
import Questions

/// Downloads datasets into the cache folder, each file whole and verified or not at all.
public struct DatasetFetcher: Sendable {
    /// What happens to a file, told as it happens.
    public enum Progress: Sendable, Hashable {
        /// The cached file has the pinned hash; nothing is downloaded.
        case alreadyThere(file: String)
        /// `total` is `nil` when the server does not say.
        case received(file: String, bytes: Int, total: Int?)
        case verified(file: String, bytes: Int)
    }

    /// Files go to `<cacheDirectory>/<dataset>/`.
    public var cacheDirectory: String
    /// Replaces everything of a file's URL but its name: a mirror, or a server of a test.
    public var baseURL: String?
    /// Seconds without any data after which a transfer is given up.
    public var idleTimeout: Double
    public var datasets: [FetchableDataset]

    public init(
        cacheDirectory: String, baseURL: String? = nil, idleTimeout: Double = 60,
        datasets: [FetchableDataset] = FetchableDataset.all
    ) {
        self.cacheDirectory = cacheDirectory
        self.baseURL = baseURL
        self.idleTimeout = idleTimeout
        self.datasets = datasets
    }

    /// Downloads what is missing of a dataset.
    ///
    /// - Returns: the folder that holds the files.
    /// - Throws: `DatasetFault`; files fetched before the fault stay, of the faulty one nothing does.
    @discardableResult
    public func fetch(
        _ name: String, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws(DatasetFault) -> String {
        guard let dataset = datasets.first(where: { $0.name == name }) else {
            throw .unknownDataset(name: name, known: datasets.map(\.name))
        }
        let folder = cacheDirectory + "/" + name
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .unreadable(FileFault(operation: "create", path: folder, reason: "\(error.localizedDescription)"))
        }
        for file in dataset.files { try await fetch(file, into: folder, progress: progress) }
        return folder
    }

    private func fetch(
        _ file: RemoteFile, into folder: String, progress: @escaping @Sendable (Progress) -> Void
    ) async throws(DatasetFault) {
        let path = folder + "/" + file.fileName
        if let bytes = try? FileBytes.read(path), Digest(of: bytes) == file.sha256 {
            progress(.alreadyThere(file: file.fileName))
            if file.isArchive { try unpack(bytes, path, into: folder) }
            return
        }
        let url = baseURL.map { ($0.hasSuffix("/") ? $0 : $0 + "/") + file.fileName } ?? file.url
        let partial = path + ".partial"
        defer { try? FileManager.default.removeItem(atPath: partial) }
        try await Download.run(url: url, to: partial, idleTimeout: idleTimeout) { bytes, total in
            progress(.received(file: file.fileName, bytes: bytes, total: total))
        }
        let bytes: [UInt8]
        do { bytes = try FileBytes.read(partial) } catch { throw .unreadable(error) }
        let found = Digest(of: bytes)
        guard found == file.sha256 else { throw .wrongHash(url: url, expected: file.sha256, found: found) }
        guard rename(partial, path) == 0 else {
            throw .unreadable(
                FileFault(operation: "rename", path: partial, reason: String(cString: strerror(errno))))
        }
        progress(.verified(file: file.fileName, bytes: bytes.count))
        if file.isArchive { try unpack(bytes, path, into: folder) }
    }

    /// Lays the `.bin` files of an archive into the folder, unless they are there in full size.
    private func unpack(_ packed: [UInt8], _ path: String, into folder: String) throws(DatasetFault) {
        let archive: TarArchive
        do { archive = try TarArchive(try Gzip.decompress(packed)) } catch {
            throw .malformed(file: path, fault: error)
        }
        for entry in archive.entries where entry.name.hasSuffix(".bin") {
            let target = folder + "/" + entry.name.pathName
            let size = (try? FileManager.default.attributesOfItem(atPath: target))?[.size] as? Int
            if size == entry.range.count { continue }
            do { try AtomicFile.write(archive.contents(of: entry), to: target) } catch { throw .unreadable(error) }
        }
    }
}
