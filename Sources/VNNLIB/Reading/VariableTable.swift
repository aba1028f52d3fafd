/// What a file declares: the numbered variables of version 1.0, or the tensors of version 2.0.
struct VariableTable {
    /// A named tensor of version 2.0.
    struct Tensor {
        var shape: [Int]
        var isInput: Bool
    }

    /// X_0 … are declared up to here.
    private(set) var inputCount = 0
    private(set) var outputCount = 0
    /// Declared before one of a lower number.
    private var early: (inputs: Set<Int>, outputs: Set<Int>) = ([], [])
    /// By name, as bytes.
    private(set) var tensors: [[UInt8]: Tensor] = [:]
    private(set) var inputShape: [Int]?
    private(set) var outputShape: [Int]?

    var isEmpty: Bool { inputCount == 0 && outputCount == 0 && early.inputs.isEmpty && early.outputs.isEmpty }

    func isDeclared(_ variable: Variable) -> Bool {
        switch variable {
        case .input(let index): index < inputCount || early.inputs.contains(index)
        case .output(let index): index < outputCount || early.outputs.contains(index)
        }
    }

    /// Adds a numbered variable; whether it is new.
    mutating func declare(_ variable: Variable) -> Bool {
        guard !isDeclared(variable) else { return false }
        switch variable {
        case .input(let index): Self.admit(index, to: &inputCount, &early.inputs)
        case .output(let index): Self.admit(index, to: &outputCount, &early.outputs)
        }
        return true
    }

    private static func admit(_ index: Int, to count: inout Int, _ early: inout Set<Int>) {
        guard index == count else {
            early.insert(index)
            return
        }
        count += 1
        while !early.isEmpty, early.remove(count) != nil { count += 1 }
    }

    /// A variable that is missing below one that is declared, with the latter.
    var gap: (missing: String, declared: String)? {
        if let next = early.inputs.min() { return ("X_\(inputCount)", "X_\(next)") }
        if let next = early.outputs.min() { return ("Y_\(outputCount)", "Y_\(next)") }
        return nil
    }

    /// Adds a tensor; the first input and the first output alone are numbered.
    mutating func declare(_ name: [UInt8], _ tensor: Tensor) {
        tensors[name] = tensor
        let count = tensor.shape.reduce(1, *)
        if tensor.isInput {
            (inputCount, inputShape) = (count, tensor.shape)
        } else {
            (outputCount, outputShape) = (count, tensor.shape)
        }
    }

    /// `X_0 to X_4` and so on, for hints.
    var summary: String {
        let names = [("X", inputCount), ("Y", outputCount)].compactMap { name, count in
            count == 0 ? nil : count == 1 ? "\(name)_0" : "\(name)_0 to \(name)_\(count - 1)"
        }
        return names.isEmpty
            ? "the file declares nothing above this line" : "declared are " + names.joined(separator: " and ")
    }
}
