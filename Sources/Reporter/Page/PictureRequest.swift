import Questions
import ResultStore
import Tables

/// What a page would show of the samples that it gives pictures of: of every network and size a falsified one first, then an
/// open one, and so on while there is room.
public struct PictureRequest: Sendable {
    /// A query with its picture.
    public struct Query: Sendable, Hashable {
        /// Position among the rows of the report, and in its samples.
        let row, place: Int
        public var network: String
        /// Content hash of the network; `nil` where the run names none.
        public var networkDigest: Digest?
        public var sample: StoredSample
        /// The witness of the first method that has one: its pixels' name and the method's position.
        public var witness: PixelFingerprint?
        let method: Int?
    }

    /// In the order of the page's rows.
    public var queries: [Query]
    /// Queries that could have had a picture.
    public let candidates: Int

    /// The most queries with pictures.
    public static let limit = 48
    /// The most values of all images together, so that a page of large images stays small.
    public static let valueLimit = 65_536

    /// As many of the queries as fit with images of so many values.
    public func limited(imageSize: Int) -> PictureRequest {
        var request = self
        request.queries = Array(queries.prefix(max(1, Self.valueLimit / max(1, imageSize))))
        return request
    }
}

extension ReportModel {
    /// - Parameter states: of every query, row by row.
    func pictureRequest(_ states: [[QueryState]], _ snapshot: RunSnapshot) -> PictureRequest {
        guard !isContest else { return PictureRequest(queries: [], candidates: 0) }
        // In turn: the first falsified of every row, the first open ones, the second falsified, …
        let lists = states.map { states in
            [QueryState.falsified, .open].map { wanted in states.indices.filter { states[$0] == wanted } }
        }
        let candidates = lists.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } }
        var chosen = [(row: Int, place: Int)]()
        var turn = 0
        while chosen.count < min(PictureRequest.limit, candidates) {
            for (row, kinds) in lists.enumerated() where chosen.count < PictureRequest.limit {
                let list = kinds[turn % 2]
                if turn / 2 < list.count { chosen.append((row, list[turn / 2])) }
            }
            turn += 1
        }
        let stored = Dictionary(snapshot.samples.map { ($0.id, $0) }) { first, _ in first }
        return PictureRequest(
            queries: chosen.compactMap { row, place in
                guard let sample = stored[rows[row].samples[place]] else { return nil }
                let witness = witness(row, sample.id, snapshot)
                return PictureRequest.Query(
                    row: row, place: place, network: rows[row].network,
                    networkDigest: networkDigests[rows[row].network], sample: sample, witness: witness?.fingerprint,
                    method: witness?.method)
            }, candidates: candidates)
    }

    private func witness(
        _ row: Int, _ sample: SampleID, _ snapshot: RunSnapshot
    ) -> (fingerprint: PixelFingerprint, method: Int)? {
        for (number, method) in methods.enumerated() {
            for (index, cell) in snapshot.cells.enumerated()
            where cell.method == method.id && cell.network == rows[row].network
                && cell.configuration.perturbation.epsilon == rows[row].epsilon
            {
                let stored = snapshot.outcomes[index].first(of: sample)
                if let stored, stored.outcome.verdict == .falsified, let fingerprint = stored.fingerprint {
                    return (fingerprint, number)
                }
            }
        }
        return nil
    }
}
