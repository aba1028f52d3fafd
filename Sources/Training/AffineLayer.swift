import LinearAlgebra

/// One affine layer and the place of its parameters: weights in row-major order, then biases.
public struct AffineLayer: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case linear
        case convolution(ConvolutionGeometry)
    }

    public let kind: Kind
    /// Output entries, or output channels of a convolution.
    public let rows: Int
    /// Input entries, or the patch size of a convolution.
    public let columns: Int
    /// Index of its first parameter.
    public let start: Int

    init(_ kind: Kind, rows: Int, columns: Int, after previous: AffineLayer?) {
        self.kind = kind
        self.rows = rows
        self.columns = columns
        start = previous?.end ?? 0
    }

    /// Indices of the weights.
    public var weights: Range<Int> { start..<start + rows * columns }
    /// Indices of the biases.
    public var biases: Range<Int> { start + rows * columns..<end }
    /// Index after its last parameter.
    public var end: Int { start + rows * columns + rows }

    public var geometry: ConvolutionGeometry? {
        if case .convolution(let geometry) = kind { geometry } else { nil }
    }

    /// Entries of one input.
    public var inputs: Int { geometry.map { $0.channels * $0.height * $0.width } ?? columns }
    /// Entries of one output.
    public var outputs: Int { geometry.map { rows * $0.positions } ?? rows }
}
