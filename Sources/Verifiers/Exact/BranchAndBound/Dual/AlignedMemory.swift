import CShims

/// Memory of blocks: it starts at a cache line, and behind the last number there is room for kernels that read whole vectors.
struct AlignedMemory<Number> {
    let start: UnsafeMutablePointer<Number>

    /// Room for `count` numbers and `SHIMS_LANES` more, all of them `value`.
    init(_ count: Int, of value: Number) {
        let room = count + Int(SHIMS_LANES)
        start = UnsafeMutableRawPointer.allocate(byteCount: room * MemoryLayout<Number>.stride, alignment: 64)
            .bindMemory(to: Number.self, capacity: room)
        start.initialize(repeating: value, count: room)
    }

    func deallocate() { UnsafeMutableRawPointer(start).deallocate() }
}
