import DataFormats
import Networks
import ONNX

/// Makes a draft of a network from the operators of a graph, one after the other.
///
/// Values that do not depend on the image are folded; all others are steps of the draft. Shapes are the graph's, with
/// a batch of one image.
struct GraphConverter {
    typealias Reason = OperatorFault.Reason
    typealias Computed = GraphValue.Computed

    let opset: Int
    /// Values of which a root is taken: sums of stored floats there may be doubles.
    let rooted: Set<String>
    var draft: NetworkDraft
    var values: [String: GraphValue]
    var notes = ConversionNotes()
    /// Everything in the way, of every operator.
    private(set) var faults = [OperatorFault]()
    /// Bytes that computed constants and lists of indices may still take, and that may still be touched to make them.
    private var allowance: Int
    private var effort: Int
    private let limit: Int

    /// - Parameter packed: size of the file, which bounds what may become of it.
    init(_ graph: ONNXGraph, opset: Int, image: TensorShape, shape: [Int], packed: Int) {
        self.opset = opset
        rooted = Set(graph.nodes.filter { $0.operation == "Sqrt" }.flatMap(\.inputs))
        draft = NetworkDraft(input: image)
        values = graph.initialisers.mapValues { .constant($0) }
        values[graph.inputs[0].name] = .computed(Computed(step: 0, shape: shape))
        limit = UnpackingLimit.bytes(packed: packed)
        allowance = limit
        effort = min(64 * limit, 16 << 30)
    }

    /// Converts one operator, whose inputs were converted before. What goes wrong is kept in `faults`.
    mutating func convert(_ node: ONNXNode, at index: Int) {
        let label = node.name.isEmpty ? "\(index + 1)" : node.name
        let call = OperatorCall(
            node: node, name: "\(node.operation) '\(label)'", opset: opset,
            inputs: node.inputs.map { $0.isEmpty ? nil : values[$0] ?? .failed })
        var results = [GraphValue](repeating: .failed, count: node.outputs.count)
        do throws(Reason) {
            let made = try self.results(of: call)
            for (index, value) in made.enumerated() where index < results.count { results[index] = value }
        } catch {
            faults.append(OperatorFault(node: label, operation: node.operation, reason: sharpened(error, call)))
        }
        for (name, value) in zip(node.outputs, results) where !name.isEmpty { values[name] = value }
    }

    /// Arithmetic on stored numbers is folded only where it rounds nothing. What needs its result as a stored number says so, and not that
    /// it came from the image.
    private func sharpened(_ reason: Reason, _ call: OperatorCall) -> Reason {
        guard case .notPiecewiseLinear = reason else { return reason }
        let isStored = call.inputs.compactMap { value -> Bool? in
            switch value {
            case .constant?: true
            case .computed(let value)?: draft.dependsOnImage(value.step) ? false : nil
            default: false
            }
        }
        let inputs = call.inputs.count { $0 != nil }
        guard inputs > 0, isStored.count < inputs || isStored.allSatisfy(\.self) else { return reason }
        return .notBuilt(
            "arithmetic on stored numbers that would round them: it is not folded, so that the network is the numbers of the file "
                + "(simplify the model beforehand: the rounded numbers are the network then)")
    }

    private mutating func results(of call: OperatorCall) throws(Reason) -> [GraphValue] {
        guard call.node.isStandard else { throw .notBuilt("its domain '\(call.node.domain)' is not the standard's") }
        guard let operation = KnownOperator(rawValue: call.node.operation) else {
            throw KnownOperator.reason(of: call.node.operation)
        }
        for case .some(.failed) in call.inputs { return [] }
        for case .some(.ordered(_, let fault)) in call.inputs where !operation.keepsOrder {
            if !faults.contains(fault) { faults.append(fault) }
            return []
        }
        return try apply(operation, call)
    }

    /// Number of entries of a tensor.
    ///
    /// - Throws: where no network of this house has so many, or an empty tensor has other extents that are absurd.
    func count(_ shape: [Int]) throws(Reason) -> Int {
        let extent = try extent(of: shape)
        return shape.contains(0) ? 0 : extent
    }

    /// The product of all extents that are not 0: what goes through an empty tensor goes along its axes, too.
    private func extent(of shape: [Int]) throws(Reason) -> Int {
        guard let product = ElementType.entryCount(of: shape.map { $0 == 0 ? 1 : $0 }), product <= 1 << 28 else {
            throw .malformed("no tensor here has the shape \(shape)")
        }
        return product
    }

    /// Asks for memory that is kept for a tensor of this shape, of so many bytes per entry.
    mutating func allow(_ shape: [Int], bytes: Int = 8) throws(Reason) {
        try require(shape, bytes, isKept: true)
    }

    /// Asks for memory that is used for a moment, before it is taken.
    mutating func work(_ shape: [Int], bytes: Int = 24) throws(Reason) {
        try require(shape, bytes, isKept: false)
    }

    private mutating func require(_ shape: [Int], _ bytes: Int, isKept: Bool) throws(Reason) {
        let (size, overflow) = try extent(of: shape).multipliedReportingOverflow(by: bytes)
        guard !overflow, size <= limit, size <= (isKept ? allowance : effort) else {
            throw .notBuilt("what the model computes takes more than \(UnpackingLimit.amount(limit))")
        }
        if isKept { allowance -= size } else { effort -= size }
    }
}
