import Foundation
import Questions

/// How a run stands in the result store and in the header of a file of outcomes.
extension RunRecord: Codable {
    private enum CodingKeys: String, CodingKey {
        case suite = "suite"
        case suiteDigest = "suiteDigest"
        case title = "title"
        case startedAt = "startedAt"
        case command = "command"
        case commit = "commit"
        case machine = "machine"
        case versions = "versions"
        case workers = "workers"
        case datasetDigest = "datasetDigest"
        case splitSize = "splitSize"
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(suite, forKey: .suite)
        try object.encode(suiteDigest, forKey: .suiteDigest)
        try object.encode(title, forKey: .title)
        try object.encode(startedAt, forKey: .startedAt)
        try object.encode(command, forKey: .command)
        try object.encodeIfPresent(commit, forKey: .commit)
        try object.encode(machine, forKey: .machine)
        try object.encode(versions, forKey: .versions)
        try object.encode(workers, forKey: .workers)
        try object.encode(datasetDigest, forKey: .datasetDigest)
        try object.encodeIfPresent(splitSize, forKey: .splitSize)
    }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            suite: try object.decode(String.self, forKey: .suite),
            suiteDigest: try object.decode(Digest.self, forKey: .suiteDigest),
            title: try object.decode(String.self, forKey: .title),
            startedAt: try object.decode(String.self, forKey: .startedAt),
            command: try object.decode(String.self, forKey: .command),
            commit: try object.decodeIfPresent(String.self, forKey: .commit),
            machine: try object.decode(String.self, forKey: .machine),
            versions: try object.decode([String: String].self, forKey: .versions),
            workers: try object.decode(Int.self, forKey: .workers),
            datasetDigest: try object.decode(Digest.self, forKey: .datasetDigest),
            splitSize: try object.decodeIfPresent(Int.self, forKey: .splitSize))
    }
}
