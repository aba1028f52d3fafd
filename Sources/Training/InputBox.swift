import LinearAlgebra

/// The perturbation set of training: the ε-box inside [0, 1].
enum InputBox {
    /// Centre and radius per pixel of [max(0, x − ε), min(1, x + ε)].
    static func centreAndRadius<Scalar: BLASScalar>(
        _ images: Matrix<Scalar>, epsilon: Scalar
    ) -> (centre: Matrix<Scalar>, radius: Matrix<Scalar>) {
        var centre = images
        var radius = images
        for index in images.elements.indices {
            let lower = max(0, images.elements[index] - epsilon)
            let upper = min(1, images.elements[index] + epsilon)
            centre.elements[index] = (lower + upper) / 2
            radius.elements[index] = (upper - lower) / 2
        }
        return (centre, radius)
    }
}
