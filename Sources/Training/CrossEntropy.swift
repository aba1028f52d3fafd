import LinearAlgebra

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Softmax cross-entropy.
enum CrossEntropy {
    /// −log softmax(logits)ᵧ and its derivatives by the logits, softmax(logits) − eᵧ; in double precision inside.
    ///
    /// `isError`: some other logit is at least the label's.
    static func value<Scalar: BLASScalar>(
        _ logits: UnsafePointer<Scalar>, count: Int, label: Int, gradient: UnsafeMutablePointer<Scalar>
    ) -> (loss: Double, isError: Bool) {
        var largest = -Double.infinity
        var largestOther = -Double.infinity
        for index in 0..<count {
            let logit = Double(logits[index])
            largest = max(largest, logit)
            if index != label { largestOther = max(largestOther, logit) }
        }
        var sum = 0.0
        for index in 0..<count { sum += exp(Double(logits[index]) - largest) }
        for index in 0..<count {
            gradient[index] = Scalar(exp(Double(logits[index]) - largest) / sum - (index == label ? 1 : 0))
        }
        let own = Double(logits[label])
        // NaN counts as an error.
        return (largest + log(sum) - own, !(largestOther < own))
    }

    /// The sum over a batch, the derivatives times `weight`, and the number of errors.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    static func batch<Scalar: BLASScalar>(
        _ logits: Matrix<Scalar>, labels: [Int], weight: Scalar = 1
    ) -> (loss: Double, errors: Int, gradient: Matrix<Scalar>) {
        var gradient = Matrix<Scalar>(rows: logits.rows, columns: logits.columns)
        var loss = 0.0
        var errors = 0
        logits.elements.withUnsafeBufferPointer { logits in
            gradient.elements.withUnsafeMutableBufferPointer { gradient in
                guard let logits = logits.baseAddress, let derivatives = gradient.baseAddress else { return }
                let classes = gradient.count / labels.count
                for (row, label) in labels.enumerated() {
                    let one = value(
                        logits + row * classes, count: classes, label: label, gradient: derivatives + row * classes)
                    loss += one.loss
                    if one.isError { errors += 1 }
                }
                if weight != 1 { for index in gradient.indices { gradient[index] *= weight } }
            }
        }
        return (loss, errors, gradient)
    }
}
