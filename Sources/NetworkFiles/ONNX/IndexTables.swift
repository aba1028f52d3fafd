/// Where the entries of a rearranged tensor come from: slices, transpositions, padding and copies are all of this form.
///
/// Every axis of the result has a table with an offset into the source per coordinate; an entry comes from the sum of
/// its offsets, or from nowhere (−1) where one of them is −1.
enum IndexTables {
    /// Offsets between neighbours along every axis, last axis fastest.
    static func strides(of shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * max(shape[axis + 1], 1) }
        return strides
    }

    /// The tables under which every entry of `shape` stays where it is.
    static func identity(_ shape: [Int]) -> [[Int]] {
        zip(shape, strides(of: shape)).map { extent, stride in (0..<extent).map { $0 * stride } }
    }

    /// Source of every entry of the result, last axis fastest.
    ///
    /// - Complexity: the number of entries.
    static func indices(_ tables: [[Int]]) -> [Int] {
        var result = [0]
        for table in tables {
            var next = [Int]()
            next.reserveCapacity(result.count * table.count)
            for base in result {
                for offset in table { next.append(base < 0 || offset < 0 ? -1 : base + offset) }
            }
            result = next
        }
        return result
    }

    /// Tables that repeat a tensor of shape `source` along the axes in which it has one entry, up to `target`, with
    /// which it must be compatible.
    static func broadcast(_ source: [Int], to target: [Int]) -> [[Int]] {
        let padded = Array(repeating: 1, count: target.count - source.count) + source
        let strides = strides(of: padded)
        return target.indices.map { axis in
            padded[axis] == 1
                ? Array(repeating: 0, count: target[axis]) : (0..<target[axis]).map { $0 * strides[axis] }
        }
    }

    /// Tables of a transposition: axis k of the result is axis `order[k]` of the source.
    static func transposition(of shape: [Int], _ order: [Int]) -> [[Int]] {
        let tables = identity(shape)
        return order.map { tables[$0] }
    }

    /// The shape of two tensors taken together entry by entry; `nil` where they do not fit.
    static func common(_ a: [Int], _ b: [Int]) -> [Int]? {
        let rank = max(a.count, b.count)
        let first = Array(repeating: 1, count: rank - a.count) + a
        let second = Array(repeating: 1, count: rank - b.count) + b
        var shape = [Int]()
        for (m, n) in zip(first, second) {
            guard m == n || m == 1 || n == 1 else { return nil }
            shape.append(m == 1 ? n : m)
        }
        return shape
    }
}
