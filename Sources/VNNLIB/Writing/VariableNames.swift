/// What variables of a property are called in a file.
struct VariableNames {
    private let version: VNNLIBVersion
    private let shapes: (inputs: [Int], outputs: [Int])

    init(_ property: VNNLIBProperty, _ version: VNNLIBVersion) {
        self.version = version
        shapes = (property.inputShape ?? [property.inputCount], property.outputShape ?? [property.outputCount])
        precondition(shapes.inputs.reduce(1, *) == property.inputCount)
        precondition(shapes.outputs.reduce(1, *) == property.outputCount)
    }

    /// The commands that declare all.
    var declarations: String {
        switch version {
        case .one: return [("X", shapes.inputs), ("Y", shapes.outputs)].map(Self.constants).joined()
        case .two:
            return """
                (vnnlib-version <2.0>)
                (declare-network f
                    (declare-input X Real \(shapes.inputs.bracketed))
                    (declare-output Y Real \(shapes.outputs.bracketed))
                )


                """
        }
    }

    private static func constants(_ name: String, _ shape: [Int]) -> String {
        (0..<shape.reduce(1, *)).map { "(declare-const \(name)_\($0) Real)\n" }.joined() + "\n"
    }

    func input(_ index: Int) -> String { name("X", index, shapes.inputs) }
    func output(_ index: Int) -> String { name("Y", index, shapes.outputs) }

    /// Of a tensor, the row-major entry; one without dimensions is its only entry.
    private func name(_ name: String, _ index: Int, _ shape: [Int]) -> String {
        guard version == .two else { return "\(name)_\(index)" }
        guard !shape.isEmpty else { return name }
        var (rest, indices) = (index, [Int]())
        for extent in shape.reversed() {
            indices.append(rest % extent)
            rest /= extent
        }
        return name + Array(indices.reversed()).bracketed
    }
}

extension [Int] {
    /// `[1,5]`.
    fileprivate var bracketed: String { "[\(map(String.init).joined(separator: ","))]" }
}
