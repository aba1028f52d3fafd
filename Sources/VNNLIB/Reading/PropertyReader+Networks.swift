/// Version 2.0: one network of one input and one output.
///
///     (vnnlib-version <2.0>)
///     (declare-network f (declare-input X Real [1,5]) (declare-output Y Real [5]))
///
/// Follows the grammar of the VNN-LIB 2.0 standard (repository VNNLIB/VNNLIB-Standard, `grammar.cf`), in which a network may
/// have several inputs, outputs and hidden nodes, and a query several networks: those are named as not supported.
extension PropertyReader {
    /// Entries that an input or output may have: a short text may not ask for more memory than this takes.
    static let entryLimit = 1 << 22

    mutating func readVersion() throws(Stop) {
        let version = lexer.next()
        guard version.kind == .word else { throw stop(at: version, "a version is expected", hint: "as in <2.0>") }
        try expectClose(after: "the version")
        isVersion2 = lexer.quote(version).hasPrefix("<2.")
        if !isVersion2, !lexer.quote(version).hasPrefix("<1.") {
            faults.add(
                at: version.offset, "version \(lexer.quote(version)) is not supported",
                hint: "known are <1.0> and <2.0>")
        }
    }

    /// Behind `declare-network`.
    mutating func readNetwork(from keyword: Lexer.Token) throws(Stop) {
        if network != nil {
            faults.add(at: keyword.offset, "a second network is not supported", hint: "a property is of one network")
        } else if !variables.isEmpty {
            faults.add(at: keyword.offset, "a network beside variables of version 1.0")
        }
        let isFirst = network == nil
        (network, isVersion2) = (network ?? keyword.offset, true)
        let name = lexer.next()
        guard name.kind == .word else { throw stop(at: name, "the name of a network is expected") }
        while true {
            let token = lexer.next()
            if token.kind == .close { return }
            guard token.kind == .open else {
                if token.kind == .end { throw unclosed(keyword.offset) }
                throw stop(at: token, "a declaration is expected, not \(lexer.quote(token))", hint: Self.parts)
            }
            try readPart(from: token.offset, isCounted: isFirst)
        }
    }

    private static let parts = "a network has one declare-input and one declare-output"

    /// One declaration within a network.
    private mutating func readPart(from start: Int, isCounted: Bool) throws(Stop) {
        let keyword = lexer.next()
        let isInput = lexer.isWord(keyword, "declare-input")
        if isInput || lexer.isWord(keyword, "declare-output") {
            return try readTensor(keyword, isInput: isInput, isCounted: isCounted)
        }
        if lexer.isWord(keyword, "declare-hidden") {
            faults.add(at: keyword.offset, "hidden nodes are not supported", hint: Self.parts)
        } else if lexer.isWord(keyword, "equal-to") || lexer.isWord(keyword, "isomorphic-to") {
            faults.add(at: keyword.offset, "networks that are related to others are not supported")
        } else {
            faults.add(at: keyword.offset, "unknown declaration \(lexer.quote(keyword))", hint: Self.parts)
        }
        if keyword.kind == .close { return }
        if keyword.kind == .end { throw unclosed(start) }
        try skipRest(of: start)
    }

    /// `X Real [1,5] "name"`: the type and the shape in either order, as drafts of the standard differ; the name is optional.
    private mutating func readTensor(_ keyword: Lexer.Token, isInput: Bool, isCounted: Bool) throws(Stop) {
        let name = lexer.next()
        guard name.kind == .word else { throw stop(at: name, "a name is expected, not \(lexer.quote(name))") }
        let isShapeFirst = lexer.peek().kind == .openIndex
        let early = isShapeFirst ? try readNumbers() : nil
        let type = lexer.next()
        guard type.kind == .word else { throw stop(at: type, "a type is expected, not \(lexer.quote(type))") }
        let shape = isShapeFirst ? early ?? [] : try readNumbers()
        if lexer.peek().kind == .text { _ = lexer.next() }
        try expectClose(after: "a declaration")
        checkType(type)
        if isCounted { declare(name, shape, keyword, isInput: isInput) }
    }

    private mutating func declare(_ name: Lexer.Token, _ shape: [Int], _ keyword: Lexer.Token, isInput: Bool) {
        let what = isInput ? "input" : "output"
        let isKnown = isInput ? variables.inputShape != nil : variables.outputShape != nil
        let count = shape.reduce(Int?(1)) { $0.times($1) }
        if isKnown {
            faults.add(at: keyword.offset, "a second \(what) is not supported", hint: Self.parts)
        } else if variables.tensors[Array(lexer.bytes[name.range])] != nil {
            faults.add(at: name.offset, "\(lexer.quote(name)) is declared a second time")
        } else if let count, (1...Self.entryLimit).contains(count) {
            variables.declare(Array(lexer.bytes[name.range]), .init(shape: shape, isInput: isInput))
            if isInput { sets.grow(to: count) }
        } else {
            faults.add(
                at: name.offset, "an \(what) of shape \(shape) is not supported",
                hint: "shapes have no 0 and at most \(Self.entryLimit) entries")
        }
    }

    private mutating func checkType(_ type: Lexer.Token) {
        guard !Self.types.contains(lexer.quote(type).lowercased()) else { return }
        faults.add(
            at: type.offset, "the type \(lexer.quote(type)) is not supported",
            hint: "known are Real, float64, float32, float16 and bfloat16, and all are read as real numbers")
    }

    private static let types: Set = ["real", "float64", "float32", "float16", "bfloat16"]

    /// `[1,5]` or `[]`.
    mutating func readNumbers() throws(Stop) -> [Int] {
        let open = lexer.next()
        guard open.kind == .openIndex else { throw stop(at: open, "[ is expected, not \(lexer.quote(open))") }
        var numbers = [Int]()
        if lexer.peek().kind == .closeIndex {
            _ = lexer.next()
            return numbers
        }
        while true {
            let token = lexer.next()
            guard token.kind == .word, token.range.count <= 9,
                let number = Int(lexer.quote(token)), number >= 0, numbers.count < 64
            else { throw stop(at: token, "a whole number is expected, not \(lexer.quote(token))") }
            numbers.append(number)
            let mark = lexer.next()
            if mark.kind == .closeIndex { return numbers }
            guard mark.kind == .comma else { throw stop(at: mark, "] is expected, not \(lexer.quote(mark))") }
        }
    }
}

extension Int? {
    /// The product; `nil` where it overflows.
    fileprivate func times(_ factor: Int) -> Int? {
        guard let self else { return nil }
        let (product, overflow) = self.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }
}
