import CShims
import Proofs

extension InputPlanes {
    /// Weights of planes as fifteenths, chosen one after the other so that errors cancel: those of the two sums of which a plane's
    /// constant is the larger one, and those of the coefficients on the inputs, to which all planes add.
    ///
    /// - Parameters:
    ///   - weights: in units of 1/255.
    ///   - lambda: coefficients on h, one per unstable ReLU; only planes of open ReLUs with a negative one are used.
    /// - Complexity: two trials per weight.
    func coarse(_ weights: [UInt8], _ splits: [Int8], lambda: [Float]) -> [UInt8] {
        var result = weights
        var drift = [Float](repeating: 0, count: low.count)
        result.withUnsafeMutableBufferPointer { result in
            weights.withUnsafeBufferPointer { weights in
                for unit in 0..<count where splits[unit] == 0 && lambda[unit] < 0 {
                    let first = Int(starts[unit])
                    guard let target = result.baseAddress, let source = weights.baseAddress else { continue }
                    entries.withUnsafeBufferPointer { entries in
                        exact.coarsen(
                            unit, source + first, entries.baseAddress.map { $0 + first }, factor: -lambda[unit], &drift,
                            into: target + first)
                    }
                }
            }
        }
        return result
    }
}

extension ExactPlanes {
    /// The weights of one row; see `shims_coarse_plane`.
    fileprivate func coarsen(
        _ unit: Int, _ weights: UnsafePointer<UInt8>, _ entries: UnsafePointer<Float>?, factor: Float,
        _ drift: inout [Float], into result: UnsafeMutablePointer<UInt8>
    ) {
        shims_coarse_plane(
            rows[unit].inputs.count, UInt32(UpperPlanes.coarseStep), weights, entries, rows[unit].least,
            rows[unit].largest, rows[unit].inputs, factor, &drift, result)
    }
}
