import LinearAlgebra
import Networks

/// How neurons of a stage are taken together on their way down: those that read the same values in one batch, so that its
/// coefficients are few and dense; all of them where they read everything.
struct SubstitutionBatches {
    /// Positions in the neurons asked about.
    private(set) var batches: [[Int]] = []

    /// Objectives that keep vector units busy.
    private static let least = 16
    /// Bytes of coefficients on one stage, so that they stay in cache.
    private static let bytes = 1 << 20
    private static let range = 32...128

    /// - Parameter columns: coefficients per value and objective: 2 where objectives are mirrored.
    init(_ neurons: [Int], at top: Int, of network: LoweredNetwork, columns: Int) {
        let limit = Self.limit(network, below: top) / columns
        let reading = network.stages[top].terms.max { $0.matrix.fanIn < $1.matrix.fanIn }
        var batch = [Int]()
        for field in Self.fields(neurons, reading?.blocks) where !field.isEmpty {
            append(field[...], to: &batch, limit: limit, least: max(Self.least / columns, 1))
        }
        if !batch.isEmpty { batches.append(batch) }
    }

    /// Positions of neurons that read the same values, in the order of the fields.
    private static func fields(_ neurons: [Int], _ blocks: BlockedMatrix?) -> [[Int]] {
        guard let blocks, blocks.fieldCount > 1 else { return [Array(neurons.indices)] }
        var fields = [[Int]](repeating: [], count: blocks.fieldCount)
        for (position, neuron) in neurons.enumerated() { fields[Int(blocks.fields[neuron])].append(position) }
        return fields
    }

    /// Adds the neurons of one field to `batch`, closed whenever it is large enough.
    private mutating func append(_ field: ArraySlice<Int>, to batch: inout [Int], limit: Int, least: Int) {
        if batch.count + field.count > limit, !batch.isEmpty { close(&batch) }
        let pieces = (field.count + limit - 1) / limit
        let size = ((field.count + pieces - 1) / pieces + 7) & ~7
        var rest = field
        while !rest.isEmpty {
            batch += rest.prefix(size)
            rest = rest.dropFirst(size)
            if batch.count >= least { close(&batch) }
        }
    }

    private mutating func close(_ batch: inout [Int]) {
        batches.append(batch)
        batch = []
    }

    /// Columns of coefficients at a time.
    static func limit(_ network: LoweredNetwork, below top: Int) -> Int {
        let width = network.stages[..<top].reduce(1) { max($0, $1.width) }
        return min(max(bytes / 8 / width, range.lowerBound), range.upperBound) & ~7
    }
}
