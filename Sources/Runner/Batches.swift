/// How the samples of a cell are cut into batches: a small one first, so that something is known of every cell early,
/// then up to every multiple of the method's batch size.
package struct Batches: Sendable, Hashable {
    /// The method's.
    package let size: Int
    /// Of the first batch.
    package static let first = 20

    package init(size: Int) { self.size = max(1, size) }

    /// All batches of `count` samples, in order.
    package func ranges(of count: Int) -> [Range<Int>] {
        let ends = (size > Self.first ? [Self.first] : []) + Array(stride(from: size, to: max(count, 1), by: size))
        let cuts = [0] + Set(ends.filter { $0 < count }).sorted() + [count]
        return zip(cuts, cuts.dropFirst()).map { $0..<$1 }.filter { !$0.isEmpty }
    }

    /// The number of the batch that holds a position.
    package func number(of position: Int) -> Int {
        size <= Self.first ? position / size : position < Self.first ? 0 : position / size + 1
    }
}

extension PlannedCell {
    var batches: Batches {
        // Searches over sizes share nothing between images.
        Batches(size: configuration.form.goal.isRadius ? 1 : descriptor.batchSize)
    }
}
