/// Bytes in memory that is made once and used for batch after batch; C code gets an address only of a range that lies inside.
final class ByteBlock {
    let count: Int
    private let memory: AlignedMemory<UInt8>

    /// `count` zeros.
    init(_ count: Int) {
        precondition(count >= 0, "a block of \(count) bytes")
        self.count = count
        memory = AlignedMemory(count, of: 0)
    }

    deinit { memory.deallocate() }

    /// Takes over bytes, from `start` on.
    func copy(_ bytes: [UInt8], to start: Int) {
        bytes.withUnsafeBufferPointer { bytes in
            guard let first = bytes.baseAddress else { return }
            address(of: start..<start + bytes.count).update(from: first, count: bytes.count)
        }
    }

    /// The bytes of a range.
    subscript(_ range: Range<Int>) -> [UInt8] {
        Array(UnsafeBufferPointer(start: address(of: range), count: range.count))
    }

    /// Where `range` starts; traps unless it lies inside.
    func address(of range: Range<Int>) -> UnsafeMutablePointer<UInt8> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the block")
        return memory.start + range.lowerBound
    }
}
