import CShims

/// Upper planes of ReLUs that read few of the inputs each: all columns of a batch side by side.
///
/// Weights are bytes in rows of one entry's columns, brought there when domains are loaded and back when their weights are asked for.
final class SparsePlanes: BatchPlanes {
    let planes: InputPlanes
    private let weights: ByteBlock
    /// One row per ReLU: constants of the planes, and what they lose against the ReLUs.
    private let constants: FloatBlock
    private let gaps: FloatBlock
    /// One row per input: coefficients, then the inputs scaled to [0, 1]; and running averages of these.
    private let scaled: FloatBlock
    private let averages: FloatBlock
    private let scratch: FloatBlock
    /// The weights of a few neighbouring columns, one column's after the other's, and of which: −1 for none.
    private let turned: ByteBlock
    private var turnedGroup = -1
    /// Per column: the weights that were loaded, which it has until they move.
    private var loaded: [[UInt8]] = []
    private var hasMoved = false
    private var width = 0

    private static let lanes = Int(SHIMS_LANES)

    /// Columns of a row in memory: a multiple of what kernels work on side by side.
    private static func stride(_ width: Int) -> Int { (width + lanes - 1) / lanes * lanes }
    private var stride: Int { Self.stride(width) }
    private var entries: Int { planes.entries.count }

    init(_ planes: InputPlanes, capacity: Int) {
        self.planes = planes
        let stride = Self.stride(capacity)
        weights = ByteBlock(planes.entries.count * stride)
        constants = FloatBlock(planes.count * stride)
        gaps = FloatBlock(planes.count * stride)
        scaled = FloatBlock(planes.low.count * stride)
        averages = FloatBlock(planes.low.count * stride)
        // Two vectors per entry of the ReLU with the most.
        scratch = FloatBlock(2 * Self.lanes * planes.mostEntries)
        turned = ByteBlock(planes.entries.count * min(Self.lanes, stride))
    }

    func begin(_ count: Int) {
        width = count
        hasMoved = false
        turnedGroup = -1
        loaded.removeAll(keepingCapacity: true)
        gaps.fill(0..<planes.count * stride, 0)
        averages.fill(0..<planes.low.count * stride, -1)
    }

    func load(_ given: [UInt8], _ column: Int) {
        let given = given.isEmpty ? planes.triangles : given
        precondition(column == loaded.count && column < width, "column \(column) after \(loaded.count)")
        precondition(given.count == entries, "a weight per entry")
        loaded.append(given)
        let (group, place) = column.quotientAndRemainder(dividingBy: Self.lanes)
        turned.copy(given, to: place * entries)
        guard place == Self.lanes - 1 || column == width - 1 else { return }
        shims_plane_lanes_load(
            entries, place + 1, entries, turned.address(of: 0..<(place + 1) * entries), stride, group * Self.lanes,
            weights.address(of: 0..<entries * stride))
    }

    func compact(to columns: [Int]) {
        let (old, new, places) = (stride, Self.stride(columns.count), columns.map(Int32.init))
        shims_plane_lanes_compact(
            entries, old, columns.count, places, new, weights.address(of: 0..<entries * old))
        for (block, rows) in [(gaps, planes.count), (averages, planes.low.count)] {
            shims_ascent_compact(rows, old, columns.count, places, new, block.address(of: 0..<rows * old))
        }
        loaded = columns.map { loaded[$0] }
        turnedGroup = -1
        width = columns.count
    }

    func weights(_ column: Int) -> [UInt8] {
        precondition(column >= 0 && column < width, "no column \(column)")
        guard hasMoved else { return loaded[column] }
        let (group, place) = column.quotientAndRemainder(dividingBy: Self.lanes)
        if group != turnedGroup {
            let count = min(Self.lanes, width - group * Self.lanes)
            shims_plane_lanes_keep(
                entries, count, entries, turned.address(of: 0..<count * entries), stride, group * Self.lanes,
                weights.address(of: 0..<entries * stride))
            turnedGroup = group
        }
        return turned[place * entries..<(place + 1) * entries]
    }

    func gap(_ unit: Int, _ column: Int) -> Float { gaps[unit * stride + column] }

    func substituteBack(into batch: DualBatch) {
        let units = 0..<planes.count * width
        withKernelData { data in
            shims_plane_lanes_back(
                data, batch.lambda.address(of: units), batch.split.address(of: units),
                batch.nu.address(of: 0..<planes.low.count * width), batch.bounds.address(of: 0..<width))
        }
    }

    func pushForward(into batch: DualBatch, step: Float) {
        let units = 0..<planes.count * width
        withKernelData { data in
            shims_plane_lanes_forth(
                data, batch.lambda.address(of: units), batch.split.address(of: units),
                batch.inputs.address(of: 0..<planes.low.count * width), batch.z.address(of: units), step,
                batch.h.address(of: units))
        }
        guard step > 0 else { return }
        hasMoved = true
        turnedGroup = -1
    }

    /// Calls `body` with what kernels want to know.
    private func withKernelData(_ body: (UnsafePointer<shims_plane_lanes>) -> Void) {
        planes.withKernelData { data in
            var lanes = shims_plane_lanes(
                planes: data, width: width, stride: stride, weights: weights.address(of: 0..<entries * stride),
                constants: constants.address(of: 0..<planes.count * stride),
                gaps: gaps.address(of: 0..<planes.count * stride),
                scaled: scaled.address(of: 0..<planes.low.count * stride),
                averages: averages.address(of: 0..<planes.low.count * stride),
                scratch: scratch.address(of: 0..<scratch.count))
            body(&lanes)
        }
    }
}
