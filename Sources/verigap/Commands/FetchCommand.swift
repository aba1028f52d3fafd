import ArgumentParser
import Datasets
import Foundation

/// `verigap fetch`: downloads datasets into the cache folder.
struct FetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Downloads datasets into the cache folder.",
        discussion: "Every file is checked against a pinned SHA-256; one that does not match is removed.")

    private static var names: [String] { FetchableDataset.all.map(\.name) }

    @Argument(
        help: "Datasets: \(FetchCommand.names.joined(separator: ", ")).", completion: .list(FetchCommand.names))
    var datasets: [String]

    @Option(help: ArgumentHelp("Mirror that has the same files.", valueName: "url"))
    var baseURL: String?

    @Option(
        help: ArgumentHelp(
            "Where to put them. (default: $XDG_CACHE_HOME/verigap, else ~/.cache/verigap)", valueName: "folder"),
        completion: .directory)
    var cacheDir: String?

    @Flag(name: .shortAndLong, help: "Say only where the files are.")
    var quiet = false

    func run() async throws {
        guard let folder = cacheDir ?? DatasetLocator.cacheDirectory(ProcessInfo.processInfo.environment) else {
            throw CommandFault("there is no cache folder: neither $XDG_CACHE_HOME nor $HOME is set; use --cache-dir")
        }
        for name in datasets where !Self.names.contains(name) {
            throw ValidationError("there is no dataset \(name) to fetch; known: \(Self.names.joined(separator: ", "))")
        }
        let fetcher = DatasetFetcher(cacheDirectory: folder, baseURL: baseURL)
        for name in datasets {
            let meter = FetchMeter(isTerminal: Console.isTerminal && !quiet)
            let place = try await fetcher.fetch(name) { progress in
                if !quiet { meter.show(progress) }
            }
            Console.print("\(name): \(place)")
        }
    }
}

/// Shows how far a download is: in place on a terminal, once per file elsewhere.
private struct FetchMeter: Sendable {
    let isTerminal: Bool

    func show(_ progress: DatasetFetcher.Progress) {
        switch progress {
        case .alreadyThere(let file): Console.note("  \(file): already there")
        case .verified(let file, let bytes):
            if isTerminal { Console.raw("\r\u{1B}[K") }
            Console.note("  \(file): \(TextFormat.bytes(bytes)), SHA-256 as pinned")
        case .received(let file, let bytes, let total):
            guard isTerminal else { return }
            let whole = total.map { " of \(TextFormat.bytes($0))" } ?? ""
            Console.raw("\r\u{1B}[K  \(file): \(TextFormat.bytes(bytes))\(whole)")
        }
    }
}
