/// The memory that OpenBLAS keeps for itself.
public enum ProductBuffers {
    /// Has every thread of OpenBLAS take its buffer now. Where the address space is limited this is done before anything
    /// else takes what there is: OpenBLAS asks for a buffer again and again until it gets one, for ever if need be.
    public static func reserve() {
        let matrix = Matrix<Float>(rows: 256, columns: 256, elements: Array(repeating: 1, count: 256 * 256))
        _ = matrix.times(matrix)
    }
}
