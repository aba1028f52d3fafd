/// Reads the text of a property, command by command.
///
/// Nesting is kept on a stack of its own and bounded, so that no text overflows the machine's. What is wrong within a command is
/// noted and replaced by something harmless, so that all that is wrong is found; where parentheses do not fit, reading stops.
/// - Complexity: linear in the text, and in the size of the normal form where assertions hold disjunctions.
struct PropertyReader {
    /// More nested parentheses than this are a fault.
    static let depthLimit = 256

    /// Thrown where nothing that follows could be understood; the fault itself is in `faults`.
    struct Stop: Error {}

    let path: String
    var lexer: Lexer
    var variables = VariableTable()
    var faults = FaultCollector()
    var sets = AssertedSets()
    var isVersion2 = false
    /// Where the network of version 2.0 is declared.
    var network: Int?
    /// A comparison was strict.
    var hasStrict = false
    /// For assertions: what is read and not yet part of anything.
    var operands: [Operand] = []
    var frames: [Frame] = []

    init(_ bytes: [UInt8], path: String) {
        self.path = path
        lexer = Lexer(bytes)
    }

    /// The whole file.
    static func read(_ bytes: [UInt8], path: String) throws(VNNLIBFaults) -> VNNLIBProperty {
        var reader = PropertyReader(bytes, path: path)
        do {
            try reader.readCommands()
            if reader.faults.isEmpty { return try reader.property() }
        } catch {}
        throw reader.faults.faults(in: bytes, path: path)
    }

    private mutating func readCommands() throws(Stop) {
        while true {
            let token = lexer.next()
            switch token.kind {
            case .end: return
            case .open: try readCommand(from: token.offset)
            case .close: throw stop(at: token, "this parenthesis closes nothing", hint: "take it away, or see above")
            default:
                throw stop(
                    at: token, "a command is expected, not \(lexer.quote(token))",
                    hint: "commands stand in parentheses: (assert (<= X_0 1.0))")
            }
            if faults.isFull { throw Stop() }
        }
    }

    private mutating func readCommand(from start: Int) throws(Stop) {
        let name = lexer.next()
        if lexer.isWord(name, "assert") { return try readAssertion(from: name.offset) }
        if lexer.isWord(name, "declare-const") { return try readConstant() }
        if lexer.isWord(name, "declare-fun") { return try readConstant(hasArguments: true) }
        if lexer.isWord(name, "declare-network") { return try readNetwork(from: name) }
        if lexer.isWord(name, "vnnlib-version") { return try readVersion() }
        guard name.kind == .word else {
            throw stop(at: name, "the name of a command is expected, not \(lexer.quote(name))", hint: Self.commands)
        }
        if !Self.idleCommands.contains(lexer.quote(name)) {
            faults.add(at: name.offset, "unknown command \(lexer.quote(name))", hint: Self.commands)
        }
        try skipRest(of: start)
    }

    /// Commands of SMT-LIB that say nothing about the sets.
    private static let idleCommands: Set = [
        "set-logic", "set-info", "set-option", "check-sat", "get-model", "exit",
    ]
    private static let commands =
        "commands are assert and declare-const; in version 2.0 also vnnlib-version and declare-network"

    /// Skips to behind the parenthesis that closes the one at `start`.
    mutating func skipRest(of start: Int) throws(Stop) {
        var depth = 1
        while depth > 0 {
            let token = lexer.next()
            switch token.kind {
            case .open: depth += 1
            case .close: depth -= 1
            case .end: throw unclosed(start)
            case .foreign: throw foreign(token)
            default: break
            }
        }
    }

    /// The next token, which must close a command.
    mutating func expectClose(after what: String) throws(Stop) {
        let token = lexer.next()
        if token.kind == .end { throw stop(at: token, "the file ends within \(what)") }
        guard token.kind == .close else {
            throw stop(at: token, "a closing parenthesis is expected after \(what), not \(lexer.quote(token))")
        }
    }

    // MARK: Faults that end reading

    mutating func stop(at token: Lexer.Token, _ message: String, hint: String? = nil) -> Stop {
        if token.kind == .foreign { return foreign(token) }
        faults.add(at: token.offset, message, hint: hint)
        return Stop()
    }

    mutating func unclosed(_ start: Int) -> Stop {
        faults.add(at: start, "this parenthesis is never closed", hint: "the file may be cut off")
        return Stop()
    }

    mutating func foreign(_ token: Lexer.Token) -> Stop {
        if token.range.count > 1 {
            faults.add(at: token.offset, "this quotation mark has no partner")
        } else {
            faults.add(at: token.offset, "\(lexer.quote(token)) is no text", hint: "is it a VNN-LIB file?")
        }
        return Stop()
    }
}
