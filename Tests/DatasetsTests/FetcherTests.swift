import DataFormats
import Datasets
import Foundation
import Questions
import Testing

@Suite struct FetcherTests {
    static let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 2) }

    private func dataset(_ body: [UInt8] = body, isArchive: Bool = false) -> FetchableDataset {
        FetchableDataset(
            name: "set",
            files: [
                RemoteFile(
                    url: "http://127.0.0.1:9/a.bin", sha256: Digest(of: body), fileName: "a.bin", isArchive: isArchive)
            ])
    }

    /// Fetches `a.bin` from a server that gives `answer`; returns the fault, the requests and the files left.
    private func fetch(
        _ answer: LocalServer.Answer?, of dataset: FetchableDataset, before: [UInt8]? = nil
    ) async throws -> (fault: DatasetFault?, requests: [String], files: [String: [UInt8]]) {
        try await Fixture.withFolder { folder in
            if let before { try Fixture.write(before, folder + "/set/a.bin") }
            let server = try #require(LocalServer(answer.map { ["a.bin": $0] } ?? [:]))
            defer { server.stop() }
            let fetcher = DatasetFetcher(
                cacheDirectory: folder, baseURL: server.url, idleTimeout: 10, datasets: [dataset])
            var fault: DatasetFault?
            do throws(DatasetFault) { try await fetcher.fetch("set") } catch { fault = error }
            var files = [String: [UInt8]]()
            for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/set") {
                files[name] = try FileBytes.read(folder + "/set/" + name)
            }
            return (fault, server.requests, files)
        }
    }

    @Test func downloadsAndVerifies() async throws {
        let result = try await fetch(LocalServer.Answer(body: Self.body), of: dataset())
        #expect(result.fault == nil)
        #expect(result.requests == ["a.bin"])
        #expect(result.files == ["a.bin": Self.body])
    }

    @Test func tellsItsProgress() async throws {
        try await Fixture.withFolder { folder in
            let server = try #require(LocalServer(["a.bin": LocalServer.Answer(body: Self.body)]))
            defer { server.stop() }
            let events = Events()
            let fetcher = DatasetFetcher(cacheDirectory: folder, baseURL: server.url, datasets: [dataset()])
            let place = try await fetcher.fetch("set") { events.append($0) }
            #expect(place == folder + "/set")
            let told = events.all
            #expect(told.last == .verified(file: "a.bin", bytes: Self.body.count))
            #expect(told.dropLast().last == .received(file: "a.bin", bytes: Self.body.count, total: Self.body.count))
            try await fetcher.fetch("set") { events.append($0) }
            #expect(events.all.count == told.count + 1)
            #expect(events.all.last == .alreadyThere(file: "a.bin"))
            #expect(server.requests.count == 1)
        }
    }

    @Test func goodFileIsNotDownloadedAgain() async throws {
        let result = try await fetch(nil, of: dataset(), before: Self.body)
        #expect(result.fault == nil)
        #expect(result.requests.isEmpty)
    }

    @Test func damagedCachedFileIsReplaced() async throws {
        let result = try await fetch(LocalServer.Answer(body: Self.body), of: dataset(), before: [1, 2])
        #expect(result.fault == nil)
        #expect(result.files == ["a.bin": Self.body])
    }

    @Test func wrongHashIsRemovedAndBothHashesShown() async throws {
        let result = try await fetch(LocalServer.Answer(body: [1, 2, 3]), of: dataset())
        #expect(result.files.isEmpty)
        let text = result.fault?.description ?? ""
        #expect(text.contains("\(Digest(of: Self.body))"))
        #expect(text.contains("\(Digest(of: [1, 2, 3]))"))
    }

    @Test func notFoundOnTheServer() async throws {
        let result = try await fetch(nil, of: dataset())
        #expect(result.files.isEmpty)
        #expect(result.fault?.description.contains("status 404") == true)
    }

    @Test func truncatedBody() async throws {
        let answer = LocalServer.Answer(body: Array(Self.body.prefix(1000)), declaredLength: Self.body.count)
        let result = try await fetch(answer, of: dataset())
        #expect(result.files.isEmpty)
        guard case .download = result.fault else {
            Issue.record("expected a failed download, got \(String(describing: result.fault))")
            return
        }
    }

    @Test func noServerAndNoName() async throws {
        try await Fixture.withFolder { folder in
            let fetcher = DatasetFetcher(cacheDirectory: folder, baseURL: "http://127.0.0.1:1/", datasets: [dataset()])
            await #expect(throws: DatasetFault.self) { try await fetcher.fetch("set") }
            await #expect(throws: DatasetFault.unknownDataset(name: "other", known: ["set"])) {
                try await fetcher.fetch("other")
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/set")
            #expect(left.isEmpty)
        }
    }

    @Test func archivesAreUnpacked() async throws {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at place: Int) {
            header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
        }
        put("batches/one.bin", at: 0)
        put("00000000003", at: 124)
        put("0", at: 156)
        put("        ", at: 148)
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", at: 148)
        let content: [UInt8] = [4, 5, 6] + [UInt8](repeating: 0, count: 509 + 1024)
        let archive = Gzip.compress(header + content)
        let result = try await fetch(LocalServer.Answer(body: archive), of: dataset(archive, isArchive: true))
        #expect(result.fault == nil)
        #expect(result.files["one.bin"] == [4, 5, 6])
    }

    @Test func everyKnownDatasetButTheEmbeddedOneCanBeFetched() {
        #expect(FetchableDataset.all.map(\.name) + ["mnist-sample"] == DatasetLocator.knownNames)
    }
}

/// What a fetch told, in order.
private final class Events: @unchecked Sendable {
    private let lock = NSLock()
    private var events = [DatasetFetcher.Progress]()
    func append(_ event: DatasetFetcher.Progress) { lock.withLock { events.append(event) } }
    var all: [DatasetFetcher.Progress] { lock.withLock { events } }
}
