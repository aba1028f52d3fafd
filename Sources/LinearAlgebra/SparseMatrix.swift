/// A sparse matrix of doubles in compressed rows, as convolutions and poolings become when they are lowered.
public struct SparseMatrix: Sendable, Equatable {
    public let rows: Int
    public let columns: Int
    /// `rowStarts[i]..<rowStarts[i + 1]` are the positions of row `i` in `columnIndices` and `values`.
    public let rowStarts: [Int]
    public let columnIndices: [Int32]
    public let values: [Double]

    /// A matrix from one list of (column, value) pairs per row; pairs of value 0 are dropped.
    ///
    /// A column may be named at most once in a row.
    public init(columns: Int, rowEntries: [[(column: Int, value: Double)]]) {
        var starts = [0]
        var indices = [Int32]()
        var values = [Double]()
        starts.reserveCapacity(rowEntries.count + 1)
        for entries in rowEntries {
            for entry in entries where entry.value != 0 {
                precondition(entry.column >= 0 && entry.column < columns, "column \(entry.column) of \(columns)")
                indices.append(Int32(entry.column))
                values.append(entry.value)
            }
            starts.append(indices.count)
        }
        self.rows = rowEntries.count
        self.columns = columns
        self.rowStarts = starts
        self.columnIndices = indices
        self.values = values
    }

    /// The n × n matrix with `diagonal` on its diagonal.
    public init(diagonal: [Double]) {
        self.init(columns: diagonal.count, rowEntries: diagonal.indices.map { [(column: $0, value: diagonal[$0])] })
    }

    /// The (column, value) pairs of row `row`.
    public func entries(ofRow row: Int) -> [(column: Int, value: Double)] {
        (rowStarts[row]..<rowStarts[row + 1]).map { (Int(columnIndices[$0]), values[$0]) }
    }

    /// The largest number of entries in a row.
    public var maximumEntriesPerRow: Int {
        (0..<rows).reduce(0) { max($0, rowStarts[$1 + 1] - rowStarts[$1]) }
    }
}
