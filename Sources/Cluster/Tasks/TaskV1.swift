import Questions

/// The queries of one task of a wave, as its file holds them.
public struct TaskV1: Codable, Sendable, Hashable {
    /// Queries of one cell.
    public struct Slice: Codable, Sendable, Hashable {
        /// Position of the cell in the suite.
        public var cell: Int
        /// Positions in the cell's samples: first and count of each run of neighbours.
        public var ranges: [[Int]]

        private enum CodingKeys: String, CodingKey {
            case cell = "cell"
            case ranges = "ranges"
        }

        /// - Parameter positions: ascending.
        public init(cell: Int, positions: [Int]) {
            self.cell = cell
            ranges = []
            for position in positions {
                if let last = ranges.last, last[0] + last[1] == position {
                    ranges[ranges.count - 1][1] += 1
                } else {
                    ranges.append([position, 1])
                }
            }
        }

        /// Ascending; `nil` where the file holds no ranges of positions below `limit`.
        public func positions(below limit: Int) -> [Int]? {
            var positions = [Int]()
            for range in ranges {
                guard range.count == 2, range[0] > positions.last ?? -1, range[1] > 0, range[0] < limit,
                    range[1] <= limit - range[0]
                else { return nil }
                positions += range[0]..<range[0] + range[1]
            }
            return positions
        }
    }

    public var slices: [Slice]
    /// Number of queries.
    public var queries: Int
    /// Seconds of one core that they are expected to take together.
    public var seconds: Double
    /// One hash over the run keys, in the order of the slices: whoever plans the suite differently must not ask.
    public var digest: Digest

    private enum CodingKeys: String, CodingKey {
        case slices = "slices"
        case queries = "queries"
        case seconds = "seconds"
        case digest = "digest"
    }

    public init(slices: [Slice], queries: Int, seconds: Double, digest: Digest) {
        self.slices = slices
        self.queries = queries
        self.seconds = seconds
        self.digest = digest
    }
}
