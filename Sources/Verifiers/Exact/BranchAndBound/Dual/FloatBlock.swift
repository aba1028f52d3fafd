import CShims

/// Floats in memory that is made once and used for batch after batch.
///
/// Every access is checked, in release builds too. C code gets an address only of a range that lies inside (`address`), as an
/// argument of one call; whoever makes the call keeps the block alive.
package final class FloatBlock {
    package let count: Int
    private let memory: AlignedMemory<Float>
    private var storage: UnsafeMutablePointer<Float> { memory.start }

    /// `count` zeros.
    package init(_ count: Int) {
        precondition(count >= 0, "a block of \(count) floats")
        self.count = count
        memory = AlignedMemory(count, of: 0)
    }

    /// The given numbers.
    package convenience init(_ values: [Float]) {
        self.init(values.count)
        for (index, value) in values.enumerated() { self[index] = value }
    }

    deinit { memory.deallocate() }

    package subscript(_ index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count, "outside the block")
            return storage[index]
        }
        set {
            precondition(index >= 0 && index < count, "outside the block")
            storage[index] = newValue
        }
    }

    /// Sets a range to `value`.
    package func fill(_ range: Range<Int>, _ value: Float) {
        address(of: range).update(repeating: value, count: range.count)
    }

    /// Takes over a range of another block.
    package func copy(_ range: Range<Int>, from other: FloatBlock) {
        address(of: range).update(from: other.address(of: range), count: range.count)
    }

    /// Where `range` starts; traps unless it lies inside.
    func address(of range: Range<Int>) -> UnsafeMutablePointer<Float> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the block")
        return storage + range.lowerBound
    }
}

/// Consecutive rows of a block, `width` columns each: what matrix products read and write.
package struct FloatRows {
    private let block: FloatBlock
    private let start: Int
    package let count: Int
    package let width: Int

    /// Rows `rows` of a block whose rows are `width` apart; traps unless they lie inside.
    package init(_ block: FloatBlock, _ rows: Range<Int>, width: Int) {
        precondition(width >= 0 && rows.lowerBound >= 0 && rows.upperBound * width <= block.count, "outside the block")
        (self.block, start, count, self.width) = (block, rows.lowerBound * width, rows.count, width)
    }

    private var range: Range<Int> { start..<start + count * width }

    /// Where the rows start.
    var address: UnsafeMutablePointer<Float> { block.address(of: range) }

    /// The given ones of these rows.
    package subscript(_ rows: Range<Int>) -> FloatRows {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "outside the rows")
        let first = width == 0 ? 0 : start / width
        return FloatRows(block, first + rows.lowerBound..<first + rows.upperBound, width: width)
    }

    /// Sets every number to `value`.
    package func fill(_ value: Float) { block.fill(range, value) }

    /// Sets every row to its value.
    func fill(_ values: ArraySlice<Float>) {
        precondition(values.count == count, "a value per row")
        values.withUnsafeBufferPointer {
            guard let values = $0.baseAddress else { return }
            shims_ascent_fill(count, width, values, address)
        }
    }

    /// Sets one column.
    func fill(column: Int, _ values: ArraySlice<Float>) {
        precondition(values.count == count && column >= 0 && column < width, "outside the rows")
        let start = address + column
        for (row, value) in values.enumerated() { start[row * width] = value }
    }

    /// Takes over as many rows of another block.
    package func copy(_ other: FloatRows) {
        precondition(other.count == count && other.width == width, "rows of another shape")
        address.update(from: other.address, count: count * width)
    }
}
