/// Calls `body` with where the elements lie; not at all when there are none.
@inline(__always)
func withElements<Scalar>(
    _ first: [Scalar], _ second: [Scalar], _ target: inout [Scalar],
    _ body: (UnsafePointer<Scalar>, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void
) {
    first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
            target.withUnsafeMutableBufferPointer { target in
                guard let first = first.baseAddress, let second = second.baseAddress, let target = target.baseAddress
                else { return }
                body(first, second, target)
            }
        }
    }
}
