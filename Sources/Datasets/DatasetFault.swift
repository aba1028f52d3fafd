import DataFormats
import Questions

/// Why images cannot be had, with places and what to do.
public enum DatasetFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// No dataset is called so.
    case unknownDataset(name: String, known: [String])
    case unknownSplit(dataset: String, split: String, known: [String])
    /// Nothing was found; `looked` has one line per place, `ways` one per way to get it.
    case notFound(what: String, looked: [String], ways: [String])
    case unreadable(FileFault)
    /// The file's bytes are not what its format calls for.
    case malformed(file: String, fault: FormatFault)
    /// The file is well-formed but does not fit the dataset or its other file.
    case mismatch(file: String, message: String)
    /// The dataset cannot be downloaded here, or the transfer failed.
    case download(url: String, message: String)
    /// The downloaded file is not the one that was pinned; it was removed.
    case wrongHash(url: String, expected: Digest, found: Digest)

    public var description: String {
        switch self {
        case .unknownDataset(let name, let known):
            return """
                there is no dataset '\(name)'; known: \(known.joined(separator: ", ")). \
                For images of your own name their files: images: FILE.npy, labels: FILE.npy
                """
        case .unknownSplit(let dataset, let split, let known):
            return "\(dataset) has no split '\(split)'; it has \(known.joined(separator: " and "))"
        case .notFound(let what, let looked, let ways):
            let places = looked.map { "\n  - \($0)" }.joined()
            let help = ways.isEmpty ? "" : "\nWays to get it:" + ways.map { "\n  - \($0)" }.joined()
            return "cannot find \(what). Looked in:\(places)\(help)"
        case .unreadable(let fault): return fault.description
        case .malformed(let file, let fault): return "\(file): \(fault)"
        case .mismatch(let file, let message): return "\(file): \(message)"
        case .download(let url, let message): return "cannot download \(url): \(message)"
        case .wrongHash(let url, let expected, let found):
            return """
                \(url): the downloaded file has SHA-256 \(found), expected \(expected); it was removed. \
                Try again or another mirror (--base-url)
                """
        }
    }
}
