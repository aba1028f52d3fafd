import CShims
import LinearAlgebra

/// Patches of one image after the other, in memory that is kept: what `ConvolutionGeometry.im2col` and `col2im` compute, to
/// the last bit, of floats in vector code.
package final class PatchFolding<Scalar: BLASScalar> {
    private let geometry: ConvolutionGeometry
    private var windows: shims_windows
    /// Patch size × positions, and what vector code may touch beyond.
    private let patches: UnsafeMutablePointer<Scalar>
    private let scratch: UnsafeMutablePointer<Float>

    package init(_ geometry: ConvolutionGeometry) {
        self.geometry = geometry
        windows = shims_windows(
            channels: geometry.channels, height: geometry.height, width: geometry.width,
            kernelHeight: geometry.kernelHeight, kernelWidth: geometry.kernelWidth,
            strideHeight: geometry.strideHeight, strideWidth: geometry.strideWidth, top: geometry.top,
            left: geometry.left, bottom: geometry.bottom, right: geometry.right,
            dilationHeight: geometry.dilationHeight, dilationWidth: geometry.dilationWidth,
            outputHeight: geometry.outputHeight, outputWidth: geometry.outputWidth)
        let count = geometry.patchSize * geometry.positions + Int(SHIMS_ATTACK_SLACK)
        patches = .allocate(capacity: count)
        patches.initialize(repeating: 0, count: count)
        scratch = .allocate(capacity: shims_attack_scratch(&windows))
    }

    deinit {
        patches.deallocate()
        scratch.deallocate()
    }

    /// The patches of an image, patch size × positions, until the next call.
    package func unfolded(_ image: UnsafePointer<Scalar>) -> UnsafePointer<Scalar> {
        if Scalar.self == Float.self {
            shims_attack_unfold(&windows, VectorLoops.floats(image), scratch, VectorLoops.floats(patches))
        } else {
            geometry.im2col(image, into: patches)
        }
        return UnsafePointer(patches)
    }

    /// Has `body` fill patches, and makes `image` the sum of what they hold of every pixel. It is all zeros before.
    package func fold(into image: UnsafeMutablePointer<Scalar>, _ body: (UnsafeMutablePointer<Scalar>) -> Void) {
        body(patches)
        if Scalar.self == Float.self {
            shims_attack_fold(&windows, VectorLoops.floats(patches), scratch, VectorLoops.floats(image))
        } else {
            geometry.col2im(patches, addingTo: image)
        }
    }
}
