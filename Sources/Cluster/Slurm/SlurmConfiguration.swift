/// What a cluster allows, as `scontrol show config` says it.
public struct SlurmConfiguration: Sendable, Hashable {
    /// One more than the greatest index of an array (`MaxArraySize`).
    public var maxArraySize: Int
    /// Jobs that the controller knows at a time, each element of an array one (`MaxJobCount`).
    public var maxJobCount: Int
    /// As `22.05.8`; empty where it is not said.
    public var version: String

    /// Slurm's own defaults stand for what `text` does not say.
    public init(_ text: String) {
        var values = [String: String]()
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let key = parts[0].filter { !$0.isWhitespace }
            values[key] = parts[1].drop { $0.isWhitespace }.split(separator: " ").first.map(String.init)
        }
        maxArraySize = values["MaxArraySize"].flatMap { Int($0) } ?? 1001
        maxJobCount = values["MaxJobCount"].flatMap { Int($0) } ?? 10_000
        version = values["SLURM_VERSION"] ?? ""
    }

    /// Elements of one array that counts from 1.
    public var mostElements: Int { max(1, maxArraySize - 1) }

    /// The arrays that hold `count` tasks: the first task of each, from 1, and how many.
    public func arrays(of count: Int) -> [(first: Int, count: Int)] {
        stride(from: 0, to: count, by: mostElements).map { ($0 + 1, min(mostElements, count - $0)) }
    }
}
