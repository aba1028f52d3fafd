/// A sparse matrix as groups of columns, each a small dense block: a convolution's input channels at one pixel with all the
/// outputs that read them. Blocks of equal values, such as those of all pixels inside an image, are stored once.
///
/// Every column with an entry is in one group; a block holds zeros where its column has no entry. A dense matrix is one group.
public struct BlockedMatrix: Sendable {
    public let rows: Int
    public let columns: Int
    /// Group g has the columns `columnIndices[columnStarts[g]..<columnStarts[g + 1]]`.
    public let columnStarts: [Int32]
    public let columnIndices: [Int32]
    /// And the rows `rowIndices[rowStarts[g]..<rowStarts[g + 1]]`, ascending.
    public let rowStarts: [Int32]
    public let rowIndices: [Int32]
    /// Where the block of group g starts in `values`: rows × columns, row after row.
    public let valueStarts: [Int]
    public let values: [Double]
    /// Per row its field: rows that occur in the same groups, and so read the same columns, share one. Fields are numbered in the
    /// order of their first rows.
    public let fields: [Int32]
    /// Field f occurs in the groups `groupIndices[groupStarts[f]..<groupStarts[f + 1]]`.
    public let groupStarts: [Int32]
    public let groupIndices: [Int32]
    /// Per column the group that it is in; −1 where it has no entry.
    public let groupOfColumn: [Int32]

    public var groupCount: Int { valueStarts.count }
    public var fieldCount: Int { groupStarts.count - 1 }

    /// All of `matrix` as one block.
    public init(_ matrix: Matrix<Double>) {
        let isEmpty = matrix.rows == 0 || matrix.columns == 0
        (rows, columns) = (matrix.rows, matrix.columns)
        columnStarts = [0, Int32(columns)]
        columnIndices = Array(0..<Int32(columns))
        rowStarts = [0, Int32(rows)]
        rowIndices = Array(0..<Int32(rows))
        valueStarts = [0]
        values = matrix.elements
        fields = Array(repeating: 0, count: rows)
        groupStarts = [0, isEmpty ? 0 : 1]
        groupIndices = isEmpty ? [] : [0]
        groupOfColumn = Array(repeating: isEmpty ? -1 : 0, count: columns)
    }

    /// `matrix` in groups.
    ///
    /// - Parameter plane: columns equal modulo this make up a group (the channels of a pixel); by default, those whose entries
    ///   stand in the same rows.
    /// - Complexity: proportional to the entries, but for tables of distinct blocks and fields.
    public init(_ matrix: SparseMatrix, plane: Int? = nil) {
        self.init(ColumnwiseMatrix(matrix), plane, hasFields: true)
    }

    /// The transpose of `matrix` in groups, without fields.
    ///
    /// - Parameter plane: as above, for the rows of `matrix`.
    public init(transposing matrix: SparseMatrix, plane: Int? = nil) {
        self.init(ColumnwiseMatrix(transposing: matrix), plane, hasFields: false)
    }

    private init(_ matrix: ColumnwiseMatrix, _ plane: Int?, hasFields: Bool) {
        let grouping = plane.map { matrix.groups(plane: $0) } ?? matrix.groupsOfEqualRows
        var building = BlockBuilding(matrix)
        for group in grouping { building.append(group) }
        (rows, columns) = (matrix.rows, matrix.columns)
        (columnStarts, columnIndices) = (building.columns.starts, building.columns.indices)
        (rowStarts, rowIndices) = (building.rows.starts, building.rows.indices)
        (valueStarts, values) = (building.valueStarts, building.values)
        let found = hasFields ? FieldTable(rows: matrix.rows, groups: building.rows) : FieldTable()
        fields = found.fields
        (groupStarts, groupIndices) = (found.groups.starts, found.groups.indices)
        groupOfColumn = building.groupOfColumn
    }
}

/// Lists of indices, one after the other.
struct IndexLists {
    private(set) var starts: [Int32] = [0]
    private(set) var indices: [Int32] = []

    mutating func append(_ list: some Sequence<Int32>) {
        indices.append(contentsOf: list)
        starts.append(Int32(indices.count))
    }

    var count: Int { starts.count - 1 }

    subscript(index: Int) -> ArraySlice<Int32> { indices[Int(starts[index])..<Int(starts[index + 1])] }
}
