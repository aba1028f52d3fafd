import CShims
import LinearAlgebra

/// Elementwise loops of evaluation: of floats in vector code, of doubles as they stand. Both give the same bits.
enum VectorLoops {
    /// z where z > 0, else 0.
    static func rectified<Scalar: BLASScalar>(_ values: [Scalar]) -> [Scalar] {
        made(values.count) { target in
            values.withUnsafeBufferPointer { source in
                guard let start = source.baseAddress, let end = target.baseAddress else { return }
                if Scalar.self == Float.self {
                    shims_attack_rectify(source.count, floats(start), floats(end))
                } else {
                    for index in source.indices { end[index] = start[index] > 0 ? start[index] : 0 }
                }
            }
        }
    }

    /// `gradient` where the entry of `values` is > 0, else 0; both are of one length.
    static func gated<Scalar: BLASScalar>(_ gradient: [Scalar], by values: [Scalar]) -> [Scalar] {
        precondition(gradient.count == values.count)
        return made(values.count) { target in
            values.withUnsafeBufferPointer { values in
                gradient.withUnsafeBufferPointer { gradient in
                    guard let z = values.baseAddress, let slopes = gradient.baseAddress, let end = target.baseAddress
                    else { return }
                    if Scalar.self == Float.self {
                        shims_attack_gate(values.count, floats(z), floats(slopes), floats(end))
                    } else {
                        for index in values.indices { end[index] = z[index] > 0 ? slopes[index] : 0 }
                    }
                }
            }
        }
    }

    /// Multiplies `gradient` with the slopes of smoothed ReLUs, (1 + z/√(z² + w))/2 with w = smoothing² times the mean of a row's z²;
    /// both hold a whole number of rows of `columns` entries.
    static func smooth<Scalar: BLASScalar>(
        _ gradient: inout [Scalar], by values: [Scalar], columns: Int, smoothing: Scalar
    ) {
        precondition(gradient.count == values.count && columns > 0 && values.count % columns == 0)
        gradient.withUnsafeMutableBufferPointer { gradient in
            values.withUnsafeBufferPointer { values in
                guard let z = values.baseAddress, let slopes = gradient.baseAddress else { return }
                if Scalar.self == Float.self {
                    shims_attack_smooth(values.count / columns, columns, Float(smoothing), floats(z), floats(slopes))
                    return
                }
                for start in stride(from: 0, to: values.count, by: columns) {
                    let row = start..<start + columns
                    let sum = row.reduce(Scalar(0)) { $0 + z[$1] * z[$1] }
                    let width = smoothing * smoothing * sum / Scalar(columns) + .leastNormalMagnitude
                    for place in row {
                        slopes[place] *= (1 + z[place] / (z[place] * z[place] + width).squareRoot()) / 2
                    }
                }
            }
        }
    }

    /// Adds `row` to every row of as many entries; `values` holds a whole number of them.
    static func add<Scalar: BLASScalar>(_ row: [Scalar], toRowsOf values: inout [Scalar]) {
        guard !row.isEmpty, !values.isEmpty else { return }
        let rows = values.count / row.count
        precondition(rows * row.count == values.count)
        values.withUnsafeMutableBufferPointer { values in
            row.withUnsafeBufferPointer { row in
                guard let start = values.baseAddress, let added = row.baseAddress else { return }
                if Scalar.self == Float.self {
                    shims_attack_add_row(rows, row.count, floats(added), floats(start))
                } else {
                    for index in values.indices { start[index] += added[index % row.count] }
                }
            }
        }
    }

    private static func made<Scalar>(
        _ count: Int, _ fill: (UnsafeMutableBufferPointer<Scalar>) -> Void
    ) -> [Scalar] {
        Array(unsafeUninitializedCapacity: count) { buffer, filled in
            fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            filled = count
        }
    }

    /// Floats under another name, where `Scalar` is `Float`.
    static func floats<Scalar>(_ pointer: UnsafePointer<Scalar>) -> UnsafePointer<Float> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Float.self)
    }

    static func floats<Scalar>(_ pointer: UnsafeMutablePointer<Scalar>) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Float.self)
    }
}
