/// A point that a tool hands in as a counterexample, with the outputs that it computed there.
///
///     ((X_0 0.25)
///      (X_1 -0.5)
///      (Y_0 1.75))
///
/// The standard form of the competition; its scoring scripts read the numbers as doubles, in the order of the indices.
public struct Counterexample: Sendable, Hashable {
    public var inputs: [Double]
    /// Empty where the tool gave none.
    public var outputs: [Double]

    public init(inputs: [Double], outputs: [Double]) {
        self.inputs = inputs
        self.outputs = outputs
    }

    /// The standard form, of the shortest decimals that are read back as the same doubles.
    public var text: String {
        let lines =
            inputs.enumerated().map { "(X_\($0) \($1))" } + outputs.enumerated().map { "(Y_\($0) \($1))" }
        return "(" + lines.joined(separator: "\n ") + ")\n"
    }

    /// Reads the standard form; blanks and line ends are free, and so is the order. Numbers are rounded to the nearest double.
    ///
    /// - Throws: what is wrong with the text, with its place: an index twice or missing, infinities and NaN among it.
    public init(_ text: [UInt8], path: String = "counterexample") throws(VNNLIBFaults) {
        var reader = CounterexampleReader(text)
        guard let point = reader.read() else { throw reader.faults.faults(in: text, path: path) }
        self = point
    }

    /// Reads the standard form from a string.
    public init(_ text: String, path: String = "counterexample") throws(VNNLIBFaults) {
        try self.init(Array(text.utf8), path: path)
    }
}

/// Reads `((X_0 0.25) …)` up to the end of the text.
private struct CounterexampleReader {
    private var lexer: Lexer
    private(set) var faults = FaultCollector()
    private var inputs: [Int: Double] = [:]
    private var outputs: [Int: Double] = [:]

    init(_ bytes: [UInt8]) { lexer = Lexer(bytes) }

    /// `nil` where a fault was found.
    mutating func read() -> Counterexample? {
        guard take(.open, "a parenthesis") else { return nil }
        while lexer.peek().kind == .open {
            _ = lexer.next()
            guard readEntry() else { return nil }
        }
        guard take(.close, "(X_0 …) or a closing parenthesis"), take(.end, "the end of the file"),
            let inputs = list(inputs, "X"), let outputs = list(outputs, "Y")
        else { return nil }
        return Counterexample(inputs: inputs, outputs: outputs)
    }

    private mutating func take(_ kind: Lexer.Kind, _ what: String) -> Bool {
        let token = lexer.next()
        if token.kind == kind { return true }
        faults.add(
            at: token.offset, "\(what) is expected, not \(lexer.quote(token))", hint: "as in ((X_0 0.25) (Y_0 1.75))")
        return false
    }

    private mutating func readEntry() -> Bool {
        let (name, number) = (lexer.next(), lexer.next())
        guard name.kind == .word, let variable = Variable(numbered: lexer.bytes, name.range) else {
            faults.add(at: name.offset, "a variable is expected, not \(lexer.quote(name))", hint: Variable.names)
            return false
        }
        guard number.kind == .word, DecimalNumber(lexer.bytes, number.range) != nil,
            let value = Double(String(decoding: lexer.bytes[number.range], as: UTF8.self)), value.isFinite
        else {
            faults.add(at: number.offset, "a finite number is expected, not \(lexer.quote(number))")
            return false
        }
        return enter(value, variable, at: name) && take(.close, "a closing parenthesis")
    }

    private mutating func enter(_ value: Double, _ variable: Variable, at name: Lexer.Token) -> Bool {
        let old: Double?
        switch variable {
        case .input(let index): old = inputs.updateValue(value, forKey: index)
        case .output(let index): old = outputs.updateValue(value, forKey: index)
        }
        if old != nil { faults.add(at: name.offset, "\(lexer.quote(name)) stands here a second time") }
        return old == nil
    }

    /// The values in the order of their indices, of which none may be missing.
    private mutating func list(_ values: [Int: Double], _ name: String) -> [Double]? {
        if let missing = (0..<values.count).first(where: { values[$0] == nil }) {
            faults.add(at: lexer.bytes.count, "\(name)_\(missing) is missing")
            return nil
        }
        return (0..<values.count).map { values[$0] ?? 0 }
    }
}
