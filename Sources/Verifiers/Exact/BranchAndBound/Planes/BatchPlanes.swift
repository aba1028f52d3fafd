/// What a batch remembers of the upper planes of its columns.
package protocol BatchPlanes: AnyObject {
    var planes: InputPlanes { get }

    /// Makes room for so many columns, which are then loaded one after the other.
    func begin(_ count: Int)

    /// Takes over the weights of the next column's planes; empty for triangles.
    func load(_ given: [UInt8], _ column: Int)

    /// Keeps the given columns only, in ascending order.
    func compact(to columns: [Int])

    /// The weights of one column's planes, shared with other columns until they move.
    func weights(_ column: Int) -> [UInt8]

    /// What the plane of `unit` loses against the ReLU at the minimising inputs, averaged, times its coefficient.
    func gap(_ unit: Int, _ column: Int) -> Float

    /// Adds the planes to the bounds and to the coefficients on the inputs.
    func substituteBack(into batch: DualBatch)

    /// Values of the planes at the minimising inputs; with a `step` > 0 the planes are moved.
    func pushForward(into batch: DualBatch, step: Float)
}

extension InputPlanes {
    /// These planes in a batch of at most `capacity` columns: one column after the other where every ReLU reads all inputs, all columns
    /// side by side where it reads few.
    package func inBatch(capacity: Int) -> any BatchPlanes {
        columns.isEmpty ? DensePlanes(self, capacity: capacity) : SparsePlanes(self, capacity: capacity)
    }
}
