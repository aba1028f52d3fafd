import LinearAlgebra
import Networks
import ONNX

/// Products of matrices, one of which must be stored.
extension GraphConverter {
    mutating func matMul(_ call: OperatorCall) throws(Reason) -> GraphValue {
        try matrixProduct(try call.value(0), try call.value(1), call.name)
    }

    /// α A B + β C, A and B transposed where asked for.
    mutating func gemm(_ call: OperatorCall) throws(Reason) -> GraphValue {
        guard try call.shape(0).count == 2, try call.shape(1).count == 2 else {
            throw .malformed("matrices are called for")
        }
        let a = try call.integer("transA", or: 0) == 0 ? call.value(0) : transposed(call.value(0), call.name)
        let isTransposed = try call.integer("transB", or: 0) != 0
        var result = try matrixProduct(a, try call.value(1), isTransposed: isTransposed, call.name)
        let alpha = try call.float("alpha", or: 1)
        if alpha != 1 {
            result = try product(result, .constant(ONNXTensor(shape: [], floats: [alpha])), call.name)
        }
        let beta = try call.float("beta", or: 1)
        guard call.has(2), beta != 0 else { return result }
        var addend = try call.value(2)
        guard let shape = result.shape, try common(result, addend) == shape else {
            throw .malformed("C of shape \(addend.shape ?? []) for a product of shape \(result.shape ?? [])")
        }
        if beta != 1 { addend = try product(addend, .constant(ONNXTensor(shape: [], floats: [beta])), call.name) }
        return try combined(result, addend, .add, call.name)
    }

    /// The transpose of a matrix.
    private mutating func transposed(_ value: GraphValue, _ name: String) throws(Reason) -> GraphValue {
        guard let shape = value.shape, shape.count == 2 else { throw .malformed("a matrix is called for") }
        return try rearranged(value, IndexTables.transposition(of: shape, [1, 0]), [shape[1], shape[0]], name)
    }

    /// A B over all leading extents; vectors count as rows on the left and as columns on the right.
    ///
    /// - Parameter isTransposed: B is given as its transpose.
    private mutating func matrixProduct(
        _ a: GraphValue, _ b: GraphValue, isTransposed: Bool = false, _ name: String
    ) throws(Reason) -> GraphValue {
        guard var left = a.shape, var right = b.shape, !left.isEmpty, !right.isEmpty else {
            throw .malformed("matrices are called for")
        }
        let (isRow, isColumn) = (left.count == 1, right.count == 1)
        if isRow { left.insert(1, at: 0) }
        if isColumn { right.append(1) }
        if isTransposed { right.swapAt(right.count - 2, right.count - 1) }
        let sizes = ProductSizes(left, right)
        guard let sizes else { throw .malformed("\(a.shape ?? []) times \(b.shape ?? [])") }
        let step: Int
        switch (a, b) {
        case (_, .constant(let tensor)):
            let source = try computed(try reshaped(a, left), name)
            step = try times(source, tensor, isTransposed: isTransposed, sizes, name)
        case (.constant(let tensor), _):
            guard !isTransposed else { return try matrixProduct(a, transposed(b, name), name) }
            step = try times(tensor, try computed(try reshaped(b, right), name), sizes, name)
        default: throw .notPiecewiseLinear("the product of two values that are computed from the image")
        }
        var shape = sizes.batch + [sizes.rows, sizes.columns]
        if isColumn { shape.removeLast() }
        if isRow { shape.remove(at: sizes.batch.count) }
        return .computed(Computed(step: step, shape: shape))
    }

    /// x B with B stored: one row is a linear layer, several are windows of a convolution that see a row each.
    private mutating func times(
        _ x: Computed, _ b: ONNXTensor, isTransposed: Bool, _ sizes: ProductSizes, _ name: String
    ) throws(Reason) -> Int {
        let entries = try b.exactFloats()
        guard try count(Array(b.shape.dropLast(2))) == 1 else {
            let turned = try turned(.computed(x), sizes.leftBatch, sizes.rows, sizes.inner, name)
            let columns = try grouped(entries, isTransposed: isTransposed, sizes)
            let result = try grouped(
                columns, sizes.columns, try computed(turned, name), sizes.leftBatch + [sizes.inner, sizes.rows],
                sizes.rows,
                sizes, name)
            let shape = sizes.batch + [sizes.columns, sizes.rows]
            let back = try self.turned(
                .computed(Computed(step: result, shape: shape)), sizes.batch, sizes.columns, sizes.rows, name)
            return try computed(back, name).step
        }
        var weight = Matrix(
            rows: isTransposed ? sizes.columns : sizes.inner, columns: isTransposed ? sizes.inner : sizes.columns,
            elements: entries)
        if !isTransposed { weight = weight.transposed }
        let rows = try count(sizes.leftBatch + [sizes.rows])
        let bias = [Float](repeating: 0, count: sizes.columns)
        if rows == 1 {
            let vector = draft.flat(x.step, name)
            return draft.append(.linear(weight: weight, bias: bias), [vector], [sizes.columns], name)
        }
        let image = image(x, 1, rows, sizes.inner, name)
        let window = WindowSpec(kernelHeight: 1, kernelWidth: sizes.inner)
        let step = draft.append(
            .convolution(kernels: weight, bias: bias, window: window, groups: 1), [image], [sizes.columns, rows, 1],
            name)
        let result = Computed(step: step, shape: [sizes.columns, rows])
        return try computed(try transposed(.computed(result), name), name).step
    }

    /// A x with A stored: one column is a linear layer, several are the pixels of a 1×1 convolution.
    private mutating func times(
        _ a: ONNXTensor, _ x: Computed, _ sizes: ProductSizes, _ name: String
    ) throws(Reason) -> Int {
        let entries = try a.exactFloats()
        let batch = try count(sizes.batch)
        if batch == 1, sizes.columns == 1 {
            let weight = Matrix(rows: sizes.rows, columns: sizes.inner, elements: entries)
            let vector = draft.flat(x.step, name)
            let bias = [Float](repeating: 0, count: sizes.rows)
            return draft.append(.linear(weight: weight, bias: bias), [vector], [sizes.rows], name)
        }
        let shape = sizes.batch + [sizes.rows, sizes.inner]
        let matrices = try self.entries(of: ONNXTensor(shape: sizes.fullLeft, floats: entries), over: shape, name)
        return try grouped(
            matrices, sizes.rows, x, sizes.rightBatch + [sizes.inner, sizes.columns], sizes.columns, sizes, name)
    }

    /// One matrix of `rows` rows per group, times a matrix of `pixels` columns per group.
    private mutating func grouped(
        _ matrices: [Float], _ rows: Int, _ x: Computed, _ shape: [Int], _ pixels: Int, _ sizes: ProductSizes,
        _ name: String
    ) throws(Reason) -> Int {
        let groups = try count(sizes.batch)
        let source = try computed(
            try broadcast(
                try reshaped(.computed(x), shape), to: sizes.batch + [sizes.inner, pixels], name), name)
        let image = image(source, groups * sizes.inner, 1, pixels, name)
        try allow([matrices.count], bytes: 4)
        let kernels = Matrix(rows: groups * rows, columns: sizes.inner, elements: matrices)
        return draft.append(
            .convolution(
                kernels: kernels, bias: Array(repeating: 0, count: groups * rows),
                window: WindowSpec(kernelHeight: 1, kernelWidth: 1), groups: groups), [image],
            [groups * rows, 1, pixels], name)
    }

    /// The stored matrices of B, transposed, one per group.
    private mutating func grouped(
        _ entries: [Float], isTransposed: Bool, _ sizes: ProductSizes
    ) throws(Reason) -> [Float] {
        let given = isTransposed ? [sizes.columns, sizes.inner] : [sizes.inner, sizes.columns]
        var value = GraphValue.constant(ONNXTensor(shape: sizes.rightBatch + given, floats: entries))
        if !isTransposed { value = try turned(value, sizes.rightBatch, sizes.inner, sizes.columns, "") }
        guard case .constant(let tensor) = value else { return [] }
        return try self.entries(of: tensor, over: sizes.batch + [sizes.columns, sizes.inner], "")
    }

    /// The last two axes exchanged.
    private mutating func turned(
        _ value: GraphValue, _ batch: [Int], _ rows: Int, _ columns: Int, _ name: String
    ) throws(Reason) -> GraphValue {
        let shape = batch + [rows, columns]
        let order = Array(batch.indices) + [batch.count + 1, batch.count]
        return try rearranged(
            value, IndexTables.transposition(of: shape, order), batch + [columns, rows], name)
    }
}

/// The extents of a product of matrices over leading extents.
struct ProductSizes {
    var leftBatch: [Int]
    var rightBatch: [Int]
    /// Of the result.
    var batch: [Int]
    var rows: Int
    var inner: Int
    var columns: Int

    /// `nil` where the two do not go together. Both have at least two axes.
    init?(_ left: [Int], _ right: [Int]) {
        (leftBatch, rightBatch) = (Array(left.dropLast(2)), Array(right.dropLast(2)))
        guard let batch = IndexTables.common(leftBatch, rightBatch) else { return nil }
        self.batch = batch
        (rows, inner, columns) = (left[left.count - 2], left[left.count - 1], right[right.count - 1])
        guard inner == right[right.count - 2], rows > 0, inner > 0, columns > 0, !batch.contains(0) else { return nil }
    }

    var fullLeft: [Int] { leftBatch + [rows, inner] }
}
