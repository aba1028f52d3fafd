extension PropertyReader {
    /// What is read of an assertion: a part of it, with its place.
    struct Operand {
        enum Value {
            case formula(Formula)
            case linear(Linear)
            /// In place of what was wrong, so that it is reported once.
            case wrong
        }
        var value: Value
        var offset: Int
    }

    /// An open parenthesis: what it does with the operands from `first` on.
    struct Frame {
        enum Head {
            case assertion
            case conjunction, disjunction, negation, implication
            case comparison(Comparison)
            case sum, difference, product, quotient
            case wrong
        }
        var head: Head
        var first: Int
        var offset: Int
    }

    enum Comparison {
        case atMost(isStrict: Bool)
        case atLeast(isStrict: Bool)
        case equal
    }

    /// Behind `assert`; ends behind the parenthesis that closes the command.
    mutating func readAssertion(from start: Int) throws(Stop) {
        operands.removeAll(keepingCapacity: true)
        frames.removeAll(keepingCapacity: true)
        frames.append(Frame(head: .assertion, first: 0, offset: start))
        while !frames.isEmpty {
            let token = lexer.next()
            switch token.kind {
            case .open: try openFrame(at: token)
            case .close: closeFrame()
            case .word: try readWord(token)
            case .end: throw unclosed(frames[frames.count - 1].offset)
            default: throw stop(at: token, "\(lexer.quote(token)) has no meaning here")
            }
        }
    }

    private mutating func openFrame(at open: Lexer.Token) throws(Stop) {
        guard frames.count < Self.depthLimit else {
            throw stop(at: open, "parentheses are nested deeper than \(Self.depthLimit)", hint: "simplify the formula")
        }
        let name = lexer.next()
        guard name.kind == .word else {
            if name.kind == .end { throw unclosed(open.offset) }
            throw stop(at: name, "an operator is expected, not \(lexer.quote(name))", hint: Self.operators)
        }
        frames.append(Frame(head: head(name), first: operands.count, offset: open.offset))
    }

    private static let operators = "operators are and or not => <= >= < > = + - *"

    private mutating func head(_ name: Lexer.Token) -> Frame.Head {
        switch lexer.quote(name) {
        case "<=": return .comparison(.atMost(isStrict: false))
        case ">=": return .comparison(.atLeast(isStrict: false))
        case "<":
            hasStrict = true
            return .comparison(.atMost(isStrict: true))
        case ">":
            hasStrict = true
            return .comparison(.atLeast(isStrict: true))
        case "=", "==": return .comparison(.equal)
        case "and": return .conjunction
        case "or": return .disjunction
        case "not": return .negation
        case "=>": return .implication
        case "+": return .sum
        case "-": return .difference
        case "*": return .product
        case "/": return .quotient
        default: return unknown(name)
        }
    }

    private mutating func unknown(_ name: Lexer.Token) -> Frame.Head {
        let text = lexer.quote(name)
        if text == "!=" || text == "distinct" {
            faults.add(
                at: name.offset, "\(text) is not supported",
                hint: "write (or (< …) (> …))")
        } else {
            faults.add(at: name.offset, "unknown operator \(text)", hint: Self.operators)
        }
        return .wrong
    }

    private mutating func closeFrame() {
        let frame = frames.removeLast()
        if case .assertion = frame.head { return assert(Array(operands[frame.first...]), at: frame.offset) }
        let value = plainComparison(frame) ?? combined(frame, Array(operands[frame.first...]))
        operands.removeSubrange(frame.first...)
        operands.append(Operand(value: value, offset: frame.offset))
    }

    /// The commonest form without a detour: an input against a number.
    private func plainComparison(_ frame: Frame) -> Operand.Value? {
        guard operands.count - frame.first == 2, case .comparison(let comparison) = frame.head,
            case .linear(.variable(.input(let input))) = operands[frame.first].value,
            case .linear(.number(let bound)) = operands[frame.first + 1].value
        else { return nil }
        switch comparison {
        case .atMost(let isStrict):
            return .formula(.comparison(.bound(input: input, isUpper: true, bound), isStrict))
        case .atLeast(let isStrict):
            return .formula(.comparison(.bound(input: input, isUpper: false, bound), isStrict))
        case .equal: return nil
        }
    }

    private mutating func assert(_ parts: [Operand], at offset: Int) {
        guard parts.count == 1 else {
            faults.add(
                at: offset, "an assertion has one formula, not \(parts.count)",
                hint: parts.isEmpty ? nil : "join them: (assert (and … …))")
            return
        }
        switch parts[0].value {
        case .formula(let formula): sets.assert(formula, at: offset)
        case .linear: faults.add(at: parts[0].offset, "a comparison is expected", hint: "as in (assert (<= X_0 1.0))")
        case .wrong: break
        }
    }

    // MARK: Words

    private mutating func readWord(_ word: Lexer.Token) throws(Stop) {
        let value = try value(of: word)
        operands.append(Operand(value: value, offset: word.offset))
    }

    private mutating func value(of word: Lexer.Token) throws(Stop) -> Operand.Value {
        switch lexer.bytes[word.offset] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            return number(word)
        default: break
        }
        if lexer.isWord(word, "true") { return .formula(.constant(true)) }
        if lexer.isWord(word, "false") { return .formula(.constant(false)) }
        if isVersion2 { return try element(word) }
        guard let variable = Variable(numbered: lexer.bytes, word.range) else { return notAVariable(word) }
        if variables.isDeclared(variable) { return .linear(.variable(variable)) }
        faults.add(at: word.offset, "\(lexer.quote(word)) is not declared", hint: variables.summary)
        return .wrong
    }

    private mutating func number(_ word: Lexer.Token) -> Operand.Value {
        if let number = DecimalNumber(lexer.bytes, word.range) { return .linear(.number(number)) }
        faults.add(
            at: word.offset, "\(lexer.quote(word)) is no number that is read here",
            hint: "as in -0.5 or 1.5e-3, of powers of ten from -1000 to 1000")
        return .wrong
    }

    private mutating func notAVariable(_ word: Lexer.Token) -> Operand.Value {
        let text = lexer.quote(word)
        let isNotFinite = ["nan", "inf", "infinity"].contains(text.lowercased())
        faults.add(
            at: word.offset, isNotFinite ? "\(text) is not a real number" : "\(text) is neither an input nor an output",
            hint: isNotFinite ? "leave the bound away" : Variable.names)
        return .wrong
    }

    /// `X[0,1]`, or `X` of a tensor without dimensions.
    private mutating func element(_ word: Lexer.Token) throws(Stop) -> Operand.Value {
        let hasIndices = lexer.peek().kind == .openIndex
        let indices = hasIndices ? try readNumbers() : []
        guard let tensor = variables.tensors[Array(lexer.bytes[word.range])] else {
            faults.add(
                at: word.offset, "\(lexer.quote(word)) is not declared",
                hint: "declared are "
                    + variables.tensors.keys.map { String(decoding: $0, as: UTF8.self) }.sorted()
                    .joined(separator: ", "))
            return .wrong
        }
        guard let index = tensor.place(of: indices) else {
            faults.add(
                at: word.offset, "\(lexer.quote(word))\(indices) is not an entry of a tensor of shape \(tensor.shape)",
                hint: "one index per dimension, from 0")
            return .wrong
        }
        return .linear(.variable(tensor.isInput ? .input(index) : .output(index)))
    }
}

extension VariableTable.Tensor {
    /// The row-major number of an entry; `nil` where there is none. A tensor without dimensions may be given the index 0.
    fileprivate func place(of indices: [Int]) -> Int? {
        if shape.isEmpty { return indices.isEmpty || indices == [0] ? 0 : nil }
        guard indices.count == shape.count, zip(indices, shape).allSatisfy({ $0 < $1 }) else { return nil }
        return zip(indices, shape).reduce(0) { $0 * $1.1 + $1.0 }
    }
}
