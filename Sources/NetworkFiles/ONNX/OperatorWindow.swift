import Networks

/// How the window of an operator slides over a tensor of shape batch × channels × (height ×) width.
struct OperatorWindow {
    typealias Reason = OperatorFault.Reason

    /// Batch times channels: every plane on its own.
    var planes: Int
    var height: Int
    var width: Int
    /// Whether there is no height.
    var isFlat: Bool
    var spec: WindowSpec

    /// - Parameter kernel: extents of the kernel, where the weights tell them.
    init(_ call: OperatorCall, over shape: [Int], kernel: [Int]? = nil) throws(Reason) {
        guard shape.count == 3 || shape.count == 4 else {
            if shape.count == 5 { throw .notBuilt("windows over three dimensions") }
            throw .malformed("shape \(shape) has no height and width")
        }
        isFlat = shape.count == 3
        planes = shape[0] * shape[1]
        height = isFlat ? 1 : shape[2]
        width = shape[shape.count - 1]
        let rank = shape.count - 2
        let extents = try Self.list("kernel_shape", call, rank, or: kernel)
        if let kernel, kernel != extents { throw .malformed("kernel_shape \(extents), the weights have \(kernel)") }
        let strides = try Self.list("strides", call, rank, or: Array(repeating: 1, count: rank))
        let dilations = try Self.list("dilations", call, rank, or: Array(repeating: 1, count: rank))
        let sizes = (extents + strides + dilations).map { $0 > 0 && $0 < 1 << 30 }
        guard !sizes.contains(false) else {
            throw .malformed("kernel \(extents), stride \(strides), dilation \(dilations)")
        }
        spec = WindowSpec(kernelHeight: isFlat ? 1 : extents[0], kernelWidth: extents[rank - 1])
        (spec.strideHeight, spec.strideWidth) = (isFlat ? 1 : strides[0], strides[rank - 1])
        (spec.dilationHeight, spec.dilationWidth) = (isFlat ? 1 : dilations[0], dilations[rank - 1])
        try pad(call, rank)
        if try call.integer("ceil_mode", or: 0) != 0 { widen() }
        guard outputHeight > 0, outputWidth > 0 else {
            throw .malformed("the window does not fit into \(height) × \(width)")
        }
    }

    private static func list(
        _ name: String, _ call: OperatorCall, _ rank: Int, or fallback: [Int]?
    ) throws(Reason) -> [Int] {
        guard let values = try call.integers(name) ?? fallback else { throw .malformed("\(name) is missing") }
        guard values.count == rank else { throw .malformed("\(name) \(values) for \(rank) dimensions") }
        return values
    }

    private mutating func pad(_ call: OperatorCall, _ rank: Int) throws(Reason) {
        switch try call.text("auto_pad", or: "NOTSET") {
        case "VALID": return
        case "SAME_UPPER": padToSame(isUpper: true)
        case "SAME_LOWER": padToSame(isUpper: false)
        case "NOTSET", "":
            let pads = try call.integers("pads") ?? Array(repeating: 0, count: 2 * rank)
            guard pads.count == 2 * rank, pads.allSatisfy({ (0..<1 << 28).contains($0) }) else {
                throw .malformed("pads \(pads) for \(rank) dimensions")
            }
            (spec.left, spec.right) = (pads[rank - 1], pads[2 * rank - 1])
            if !isFlat { (spec.top, spec.bottom) = (pads[0], pads[2]) }
        case let mode: throw .malformed("auto_pad \(mode)")
        }
    }

    /// So many zeros that there are ⌈extent / stride⌉ windows; one more at the end, or at the beginning, where they
    /// are odd.
    private mutating func padToSame(isUpper: Bool) {
        func halves(_ extent: Int, _ stride: Int, _ reach: Int) -> (Int, Int) {
            let total = max(0, ((extent + stride - 1) / stride - 1) * stride + reach - extent)
            return isUpper ? (total / 2, total - total / 2) : (total - total / 2, total / 2)
        }
        (spec.top, spec.bottom) = halves(height, spec.strideHeight, reachHeight)
        (spec.left, spec.right) = halves(width, spec.strideWidth, reachWidth)
    }

    /// Rounds the number of windows up: padding at the end so that the last one fits, if it begins before that padding.
    private mutating func widen() {
        func more(_ extent: Int, _ head: Int, _ tail: Int, _ stride: Int, _ reach: Int) -> Int {
            let room = extent + head + tail - reach
            guard room >= 0 else { return tail }
            var windows = (room + stride - 1) / stride + 1
            if (windows - 1) * stride >= extent + head { windows -= 1 }
            return max(tail, (windows - 1) * stride + reach - extent - head)
        }
        spec.bottom = more(height, spec.top, spec.bottom, spec.strideHeight, reachHeight)
        spec.right = more(width, spec.left, spec.right, spec.strideWidth, reachWidth)
    }

    /// Pixels from the first to the last that a window sees.
    private var reachHeight: Int { (spec.kernelHeight - 1) * spec.dilationHeight + 1 }
    private var reachWidth: Int { (spec.kernelWidth - 1) * spec.dilationWidth + 1 }

    var outputHeight: Int { Self.windows(height + spec.top + spec.bottom - reachHeight, spec.strideHeight) }
    var outputWidth: Int { Self.windows(width + spec.left + spec.right - reachWidth, spec.strideWidth) }

    private static func windows(_ room: Int, _ stride: Int) -> Int { room < 0 ? 0 : room / stride + 1 }

    /// The extents behind batch and channels of the result.
    var outputExtents: [Int] { isFlat ? [outputWidth] : [outputHeight, outputWidth] }

    /// Makes the zeros around the image a part of it; gives the source of every entry of the padded image.
    mutating func padBeforehand() -> [[Int]] {
        func table(_ extent: Int, _ stride: Int, _ head: Int, _ tail: Int) -> [Int] {
            Array(repeating: -1, count: head) + (0..<extent).map { $0 * stride } + Array(repeating: -1, count: tail)
        }
        let tables = [
            (0..<planes).map { $0 * height * width }, table(height, width, spec.top, spec.bottom),
            table(width, 1, spec.left, spec.right),
        ]
        (height, width) = (height + spec.top + spec.bottom, width + spec.left + spec.right)
        (spec.top, spec.left, spec.bottom, spec.right) = (0, 0, 0, 0)
        return tables
    }

    /// The padded image would have so many entries.
    var paddedShape: [Int] { [planes, height + spec.top + spec.bottom, width + spec.left + spec.right] }
}
