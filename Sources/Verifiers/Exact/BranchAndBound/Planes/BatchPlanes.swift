import CShims

/// What a batch remembers of the upper planes of its columns.
final class BatchPlanes {
    let planes: InputPlanes
    /// Per column: the weights of its planes, shared between columns until they move.
    private var weights: [[UInt8]]
    /// Per column, one after the other: constants of the planes, what they lose against the ReLUs, and where the
    /// minimising inputs have been of late.
    private let constants: FloatBlock
    private let gaps: FloatBlock
    private let tides: FloatBlock
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
        tides = FloatBlock(planes.low.count * capacity)
        scaled = FloatBlock(planes.low.count * capacity)
        scratch = FloatBlock(3 * planes.low.count)
    }

    func begin(_ count: Int) {
        places = Array(0..<count)
        gaps.fill(planes.count * count, 0)
        tides.fill(planes.low.count * count, -1)
    }

    func load(_ given: [UInt8], _ column: Int) { weights[column] = given.isEmpty ? planes.triangles : given }

    func compact(to columns: [Int]) { places = columns.map { places[$0] } }

    func weights(_ column: Int) -> [UInt8] { weights[places[column]] }

    /// What the plane of `unit` loses against the ReLU at the minimising inputs, averaged, times its coefficient.
    func gap(_ unit: Int, _ column: Int) -> Float { gaps.base[places[column] * planes.count + unit] }

    /// Adds the planes to the bounds and to the coefficients on the inputs.
    func fold(into batch: DualBatch) {
        planes.withKernelData { data in
            for column in 0..<batch.width {
                let place = places[column]
                weights[place].withUnsafeBufferPointer { weights in
                    shims_planes_back(
                        data, batch.width, batch.lambda.base + column, batch.split.base + column, weights.baseAddress,
                        constants.base + place * planes.count, scaled.base + column * planes.low.count,
                        batch.bounds.base + column)
                }
            }
            shims_planes_fold(data, batch.width, scaled.base, batch.nu.base)
        }
    }

    /// Values of the planes at the minimising inputs; with a `step` > 0 the planes are moved.
    func lift(into batch: DualBatch, step: Float) {
        planes.withKernelData { data in
            shims_planes_scale(data, batch.width, batch.inputs.base, scaled.base)
            for column in 0..<batch.width {
                let place = places[column]
                func push(_ weights: UnsafeMutablePointer<UInt8>?) {
                    shims_planes_forth(
                        data, batch.width, batch.lambda.base + column, batch.split.base + column,
                        constants.base + place * planes.count, scaled.base + column * planes.low.count,
                        batch.z.base + column,
                        step, weights, tides.base + place * planes.low.count, scratch.base,
                        gaps.base + place * planes.count, batch.h.base + column)
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
