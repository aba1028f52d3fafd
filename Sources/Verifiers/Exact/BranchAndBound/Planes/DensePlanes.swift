import CShims

/// Upper planes of ReLUs that read all inputs, one column of a batch after the other.
final class DensePlanes: BatchPlanes {
    let planes: InputPlanes
    /// Per column: the weights of its planes, shared between columns until they move.
    private var weights: [[UInt8]]
    /// Per column, one after the other: constants of the planes, what they lose against the ReLUs, and running
    /// averages of the minimising inputs.
    private let constants: FloatBlock
    private let gaps: FloatBlock
    private let averages: FloatBlock
    /// Coefficients on the scaled inputs, then these inputs, one column's after the other's.
    private let scaled: FloatBlock
    private let scratch: FloatBlock
    /// Where each column's numbers are.
    private var places: [Int] = []

    init(_ planes: InputPlanes, capacity: Int) {
        self.planes = planes
        weights = Array(repeating: [], count: capacity)
        constants = FloatBlock(planes.count * capacity)
        gaps = FloatBlock(planes.count * capacity)
        averages = FloatBlock(planes.low.count * capacity)
        scaled = FloatBlock(planes.low.count * capacity)
        scratch = FloatBlock(2 * planes.low.count)
    }

    func begin(_ count: Int) {
        places = Array(0..<count)
        gaps.fill(0..<planes.count * count, 0)
        averages.fill(0..<planes.low.count * count, -1)
    }

    func load(_ given: [UInt8], _ column: Int) { weights[column] = given.isEmpty ? planes.triangles : given }

    func compact(to columns: [Int]) { places = columns.map { places[$0] } }

    func weights(_ column: Int) -> [UInt8] { weights[places[column]] }

    func gap(_ unit: Int, _ column: Int) -> Float { gaps[places[column] * planes.count + unit] }

    /// Places of one column's numbers of the ReLUs that have planes, and of the inputs.
    private func perReLU(_ place: Int) -> Range<Int> { place * planes.count..<(place + 1) * planes.count }
    private func perInput(_ place: Int) -> Range<Int> { place * planes.low.count..<(place + 1) * planes.low.count }

    /// From the first to the last of these ReLUs in one column of a block of rows.
    private func rows(_ batch: DualBatch, _ column: Int) -> Range<Int> {
        planes.count == 0 ? column..<column : column..<(planes.count - 1) * batch.width + column + 1
    }

    func substituteBack(into batch: DualBatch) {
        planes.withKernelData { data in
            for column in 0..<batch.width {
                let (rows, place) = (rows(batch, column), places[column])
                precondition(weights[place].count == planes.entries.count, "a weight per entry")
                shims_planes_back(
                    data, batch.width, batch.lambda.address(of: rows), batch.split.address(of: rows), weights[place],
                    constants.address(of: perReLU(place)), scaled.address(of: perInput(column)),
                    batch.bounds.address(of: column..<column + 1))
            }
            let inputs = 0..<planes.low.count * batch.width
            shims_planes_fold(data, batch.width, scaled.address(of: inputs), batch.nu.address(of: inputs))
        }
    }

    func pushForward(into batch: DualBatch, step: Float) {
        planes.withKernelData { data in
            let inputs = 0..<planes.low.count * batch.width
            shims_planes_scale(data, batch.width, batch.inputs.address(of: inputs), scaled.address(of: inputs))
            for column in 0..<batch.width {
                let (rows, place) = (rows(batch, column), places[column])
                precondition(weights[place].count == planes.entries.count, "a weight per entry")
                func push(_ weights: UnsafeMutablePointer<UInt8>?) {
                    shims_planes_forth(
                        data, batch.width, batch.lambda.address(of: rows), batch.split.address(of: rows),
                        constants.address(of: perReLU(place)), scaled.address(of: perInput(column)),
                        batch.z.address(of: rows), step, weights, averages.address(of: perInput(place)),
                        scratch.address(of: 0..<scratch.count), gaps.address(of: perReLU(place)),
                        batch.h.address(of: rows))
                }
                if step > 0 {
                    weights[place].withUnsafeMutableBufferPointer { push($0.baseAddress) }
                } else {
                    // Only read where nothing moves.
                    weights[place].withUnsafeBufferPointer { push(UnsafeMutablePointer(mutating: $0.baseAddress)) }
                }
            }
        }
    }
}
