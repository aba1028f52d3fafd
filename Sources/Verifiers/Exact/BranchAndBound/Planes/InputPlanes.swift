import CShims
import Proofs

/// Upper planes of the first stage's unstable ReLUs over the box of the inputs, which are tighter than the triangle
/// wherever the inputs that a bound rests on lie near a corner.
///
/// With t ∈ [0, 1] per input, max(z, 0) ≤ Σ tⱼ aⱼ xⱼ + max(max_x (z − Σ tⱼ aⱼ xⱼ), max_x −Σ tⱼ aⱼ xⱼ): the difference of both
/// sides is the larger of two linear functions of x, each with its maximum at a corner. Over all t these planes describe
/// the convex hull of the ReLU over the box (Anderson et al. 2020, Tjandraatmadja et al. 2020); t = u/(u − l) for every
/// input is the triangle's upper line.
package struct InputPlanes: Sendable {
    /// ReLUs that have planes: the first ones of the system.
    package let count: Int
    /// Entries of ReLU i: starts[i] ..< starts[i + 1].
    package let starts: [Int32]
    /// Inputs of the entries; empty where every ReLU has an entry for every input.
    package let columns: [Int32]
    /// Per entry: a times the width of the interval of x.
    package let entries: [Float]
    /// Per ReLU: the largest z, and u − l.
    package let upper: [Float]
    package let extent: [Float]
    /// Per input: its least value, and the inverse of its interval's width (0 where that is 0).
    package let low: [Float]
    package let inverseWidth: [Float]
    /// What certificates rest on.
    package let exact: ExactPlanes

    /// The planes' weights of a domain that has not moved any: the triangle's line. In units of 1/255.
    package let triangles: [UInt8]

    /// `nil` where the first stage with unstable ReLUs does not read the inputs, or each of them scaled and shifted.
    package init?(_ network: ReducedNetwork) {
        guard let exact = ExactPlanes(network) else { return nil }
        self.exact = exact
        count = exact.rows.count
        let inputs = network.inputCount
        let isDense = exact.rows.allSatisfy { $0.inputs.count == inputs }
        var starts: [Int32] = [0]
        var columns = [Int32]()
        var entries = [Float]()
        var upper = [Float]()
        var extent = [Float]()
        var triangles = [UInt8]()
        for row in exact.rows {
            var (least, largest) = (row.bias, row.bias)
            for (input, value) in zip(row.inputs, row.values) {
                let (low, high) = (exact.lower[Int(input)], exact.upper[Int(input)])
                least += min(value * low, value * high)
                largest += max(value * low, value * high)
                entries.append(Float(value * (high - low)))
            }
            if !isDense { columns += row.inputs }
            starts.append(Int32(entries.count))
            upper.append(Float(largest))
            extent.append(Float(largest - least))
            let slope = largest > least ? min(max(largest / (largest - least), 0), 1) : 1
            triangles += Array(repeating: UInt8((slope * UpperPlanes.parts).rounded()), count: row.inputs.count)
        }
        (self.starts, self.columns, self.entries) = (starts, columns, entries)
        (self.upper, self.extent, self.triangles) = (upper, extent, triangles)
        let box = (network.lower.prefix(inputs), network.upper.prefix(inputs))
        low = box.0.map(Float.init)
        inverseWidth = zip(box.0, box.1).map { $1 > $0 ? Float(1 / ($1 - $0)) : 0 }
    }

    /// Entries of the ReLU that has the most.
    var mostEntries: Int { zip(starts, starts.dropFirst()).reduce(0) { max($0, Int($1.1 - $1.0)) } }

    /// Calls `body` with the same data as the kernels want them.
    func withKernelData<Result>(_ body: (UnsafePointer<shims_planes>) -> Result) -> Result {
        starts.withUnsafeBufferPointer { starts in
            columns.withUnsafeBufferPointer { columns in
                entries.withUnsafeBufferPointer { entries in
                    upper.withUnsafeBufferPointer { upper in
                        extent.withUnsafeBufferPointer { extent in
                            low.withUnsafeBufferPointer { low in
                                inverseWidth.withUnsafeBufferPointer { inverse in
                                    var data = shims_planes(
                                        units: count, inputs: low.count, starts: starts.baseAddress,
                                        columns: columns.isEmpty ? nil : columns.baseAddress,
                                        entries: entries.baseAddress, upper: upper.baseAddress,
                                        extent: extent.baseAddress, low: low.baseAddress,
                                        inverse_width: inverse.baseAddress)
                                    return body(&data)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
