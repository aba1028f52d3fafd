import CShims

/// Coefficients Λ on the values or pre-activations of one stage, for a batch of objectives: only rows that can be other than 0
/// are stored.
///
/// The memory stays for the next batch; what it holds is whatever was written last.
final class CoefficientRows {
    /// Values or pre-activations of the stage.
    let width: Int
    /// The rows as kernels see them.
    var view: shims_rows
    private var capacity = 0

    init(width: Int) {
        self.width = width
        view = shims_rows(
            count: 0, indices: .allocate(capacity: max(width, 1)), slots: .allocate(capacity: max(width, 1)),
            elements: nil)
        view.slots.initialize(repeating: -1, count: max(width, 1))
    }

    deinit {
        view.indices.deallocate()
        view.slots.deallocate()
        view.elements?.deallocate()
    }

    var isEmpty: Bool { view.count == 0 }

    /// Which values the rows belong to.
    var indices: UnsafeBufferPointer<Int32> { UnsafeBufferPointer(start: view.indices, count: view.count) }

    /// Makes room for every row of `stride` entries; only where there are no rows yet.
    func reserve(stride: Int) {
        guard width * stride > capacity else { return }
        precondition(isEmpty)
        view.elements?.deallocate()
        capacity = width * stride
        view.elements = .allocate(capacity: capacity)
    }

    /// Removes all rows; much memory is given back.
    func clear() {
        for index in indices { view.slots[Int(index)] = -1 }
        view.count = 0
        guard capacity > Self.kept else { return }
        view.elements.deallocate()
        view.elements = nil
        capacity = 0
    }

    /// Entries that are kept from batch to batch: 8 MiB of them.
    private static let kept = 1 << 20

    /// The row of the value `index`, of zeros where it had none.
    func row(of index: Int, stride: Int) -> UnsafeMutablePointer<Double> {
        if view.slots[index] < 0 {
            view.slots[index] = Int32(view.count)
            view.indices[view.count] = Int32(index)
            view.count += 1
            row(at: view.count - 1, stride: stride).initialize(repeating: 0, count: stride)
        }
        return row(at: Int(view.slots[index]), stride: stride)
    }

    /// The row at a position in `indices`.
    func row(at position: Int, stride: Int) -> UnsafeMutablePointer<Double> {
        view.elements.advanced(by: position * stride)
    }
}
