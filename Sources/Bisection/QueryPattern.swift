import Foundation
import Questions
import SuiteFiles

/// Some queries of a suite: those whose network, size, method and image are as named; what is not named may be anything.
///
///     network=LPD-MLP-B-0.1, epsilon=0.1, method=lp-all, sample=17
public struct QueryPattern: Sendable, Hashable, CustomStringConvertible {
    /// Why a text is no pattern.
    public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        public let description: String

        public init(description: String) { self.description = description }
    }

    public var network: String?
    public var size: Double?
    public var method: String?
    /// Position in the split.
    public var index: Int?

    static let keys = ["network", "epsilon", "method", "sample"]

    public init(network: String? = nil, size: Double? = nil, method: String? = nil, index: Int? = nil) {
        (self.network, self.size, self.method, self.index) = (network, size, method, index)
    }

    /// Reads `key=value` pairs with commas between them. `sample` is an index, or a name as comparisons print it:
    /// `mnist-sample:test:17`; `epsilon` may be a fraction, `8/255`.
    public init(_ text: String) throws(Fault) {
        var seen = Set<String>()
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard words.count == 2, !words[1].isEmpty else {
                throw Self.fault(text, "\"\(part.trimmingCharacters(in: .whitespaces))\" is not of the form key=value")
            }
            let key = words[0]
            guard Self.keys.contains(key) else {
                let close = Spelling.closest(to: key, among: Self.keys).map { "; did you mean \"\($0)\"?" }
                throw Self.fault(
                    text, "unknown key \"\(key)\"\(close ?? "; keys: \(Self.keys.joined(separator: ", "))")")
            }
            guard seen.insert(key).inserted else { throw Self.fault(text, "\(key) stands there twice") }
            try take(key, words[1], text)
        }
    }

    private mutating func take(_ key: String, _ value: String, _ text: String) throws(Fault) {
        switch key {
        case "network": network = value
        case "method": method = value
        case "epsilon":
            guard let number = Quantities.number(value), number >= 0, number.isFinite else {
                throw Self.fault(text, "epsilon must be a number, found \"\(value)\"")
            }
            size = number
        default:
            guard let number = Int(value.split(separator: ":").last ?? ""), number >= 0 else {
                throw Self.fault(text, "sample must be an index or a name such as mnist:test:17, found \"\(value)\"")
            }
            index = number
        }
    }

    private static func fault(_ text: String, _ message: String) -> Fault {
        Fault(description: "--query '\(text)': \(message)")
    }

    /// Whether the cell is meant, whatever the image. What has no size of its own is meant by every size.
    public func covers(_ cell: SuiteCell) -> Bool {
        (network == nil || network == cell.network) && (method == nil || method == cell.method)
            && (size == nil || cell.size == nil || size == cell.size)
    }

    public func covers(_ cell: SuiteCell, _ sample: SampleID) -> Bool {
        covers(cell) && (index == nil || index == sample.index)
    }

    public var description: String {
        let parts = [
            network.map { "network=\($0)" }, size.map { "epsilon=\(OptionValue.number($0))" },
            method.map { "method=\($0)" }, index.map { "sample=\($0)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
