extension PropertyReader {
    /// `(declare-const X_0 Real)`, behind its first word. `declare-fun` has `()` before the type.
    mutating func readConstant(hasArguments: Bool = false) throws(Stop) {
        let name = lexer.next()
        guard name.kind == .word else {
            throw stop(at: name, "a variable is expected, not \(lexer.quote(name))", hint: Variable.names)
        }
        if hasArguments { try readNoArguments() }
        let type = lexer.next()
        guard type.kind == .word else { throw stop(at: type, "a type is expected, not \(lexer.quote(type))") }
        try expectClose(after: "a declaration")
        declare(name)
        if !lexer.isWord(type, "Real") {
            faults.add(at: type.offset, "the type \(lexer.quote(type)) is not supported", hint: "variables are Real")
        }
    }

    private mutating func readNoArguments() throws(Stop) {
        let open = lexer.next()
        guard open.kind == .open, lexer.next().kind == .close else {
            throw stop(at: open, "() is expected", hint: "functions with arguments are not supported")
        }
    }

    private mutating func declare(_ name: Lexer.Token) {
        guard !isVersion2 else {
            faults.add(
                at: name.offset, "declare-const is of version 1.0, and this file of version 2.0",
                hint: "declare inputs and outputs within declare-network")
            return
        }
        guard let variable = Variable(numbered: lexer.bytes, name.range) else {
            faults.add(at: name.offset, "\(lexer.quote(name)) is neither an input nor an output", hint: Variable.names)
            return
        }
        if !variables.declare(variable) {
            faults.add(at: name.offset, "\(lexer.quote(name)) is declared a second time")
        } else if case .input = variable {
            sets.grow(to: variables.inputCount)
        }
    }
}
