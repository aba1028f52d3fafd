/// A sparse matrix by columns.
struct ColumnwiseMatrix {
    let rows: Int
    let columns: Int
    private(set) var starts: [Int]
    private(set) var rowIndices: [Int32]
    private(set) var values: [Double]

    init(_ matrix: SparseMatrix) {
        (rows, columns) = (matrix.rows, matrix.columns)
        starts = Array(repeating: 0, count: matrix.columns + 1)
        for column in matrix.columnIndices { starts[Int(column) + 1] += 1 }
        for column in 0..<matrix.columns { starts[column + 1] += starts[column] }
        rowIndices = Array(repeating: 0, count: matrix.values.count)
        values = Array(repeating: 0, count: matrix.values.count)
        var next = starts
        for row in 0..<matrix.rows {
            for position in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] {
                let column = Int(matrix.columnIndices[position])
                rowIndices[next[column]] = Int32(row)
                values[next[column]] = matrix.values[position]
                next[column] += 1
            }
        }
    }

    /// The transpose of `matrix`: its rows are the columns.
    init(transposing matrix: SparseMatrix) {
        (rows, columns) = (matrix.columns, matrix.rows)
        (starts, rowIndices, values) = (matrix.rowStarts, matrix.columnIndices, matrix.values)
    }

    func entries(ofColumn column: Int) -> Range<Int> { starts[column]..<starts[column + 1] }

    /// Columns with entries that are equal modulo `plane`.
    func groups(plane: Int) -> [[Int]] {
        (0..<min(plane, columns)).compactMap { first in
            let group = stride(from: first, to: columns, by: plane).filter { !entries(ofColumn: $0).isEmpty }
            return group.isEmpty ? nil : group
        }
    }

    /// Columns with entries whose entries stand in the same rows, in the order of the first of them.
    var groupsOfEqualRows: [[Int]] {
        var places = [[Int32]: Int]()
        var groups = [[Int]]()
        for column in 0..<columns where !entries(ofColumn: column).isEmpty {
            let key = Array(rowIndices[entries(ofColumn: column)])
            if let place = places[key] {
                groups[place].append(column)
            } else {
                places[key] = groups.count
                groups.append([column])
            }
        }
        return groups
    }
}

/// Turns groups of columns into blocks.
struct BlockBuilding {
    private let matrix: ColumnwiseMatrix
    private(set) var columns = IndexLists()
    private(set) var rows = IndexLists()
    private(set) var valueStarts: [Int] = []
    private(set) var values: [Double] = []
    private(set) var groupOfColumn: [Int32]
    private var known: [BlockValues: Int] = [:]
    /// Per row its place in the present group; −1 outside it.
    private var places: [Int]

    init(_ matrix: ColumnwiseMatrix) {
        self.matrix = matrix
        places = Array(repeating: -1, count: matrix.rows)
        groupOfColumn = Array(repeating: -1, count: matrix.columns)
    }

    mutating func append(_ group: [Int]) {
        for column in group { groupOfColumn[column] = Int32(columns.count) }
        let members = union(group)
        let block = block(group, rows: members.count)
        for row in members { places[Int(row)] = -1 }
        columns.append(group.lazy.map(Int32.init))
        rows.append(members)
        if let start = known[BlockValues(values: block)] {
            valueStarts.append(start)
        } else {
            known[BlockValues(values: block)] = values.count
            valueStarts.append(values.count)
            values += block
        }
    }

    /// The rows in which any of the columns has an entry, ascending, and noted in `places`.
    private mutating func union(_ group: [Int]) -> [Int32] {
        var members = [Int32]()
        for column in group {
            for position in matrix.entries(ofColumn: column) where places[Int(matrix.rowIndices[position])] < 0 {
                places[Int(matrix.rowIndices[position])] = 0
                members.append(matrix.rowIndices[position])
            }
        }
        members.sort()
        for (place, row) in members.enumerated() { places[Int(row)] = place }
        return members
    }

    private func block(_ group: [Int], rows: Int) -> [Double] {
        var block = [Double](repeating: 0, count: rows * group.count)
        for (place, column) in group.enumerated() {
            for position in matrix.entries(ofColumn: column) {
                block[places[Int(matrix.rowIndices[position])] * group.count + place] = matrix.values[position]
            }
        }
        return block
    }
}

/// The values of a block, to be found again: only some of them are hashed.
private struct BlockValues: Hashable {
    let values: [Double]

    func hash(into hasher: inout Hasher) {
        hasher.combine(values.count)
        for position in stride(from: 0, to: values.count, by: max(values.count / 16, 1)) {
            hasher.combine(values[position])
        }
    }
}

/// Which rows occur in the same groups.
struct FieldTable {
    private(set) var fields: [Int32]
    /// Per field, the groups in which its rows occur.
    private(set) var groups = IndexLists()

    /// Of no rows.
    init() { fields = [] }

    /// - Parameter lists: the rows of every group.
    init(rows: Int, groups lists: IndexLists) {
        var occurrences = [[Int32]](repeating: [], count: rows)
        for group in 0..<lists.count {
            for row in lists[group] { occurrences[Int(row)].append(Int32(group)) }
        }
        fields = Array(repeating: 0, count: rows)
        var known = [[Int32]: Int32]()
        for row in 0..<rows {
            if let field = known[occurrences[row]] {
                fields[row] = field
            } else {
                fields[row] = Int32(groups.count)
                known[occurrences[row]] = fields[row]
                groups.append(occurrences[row])
            }
        }
    }
}
