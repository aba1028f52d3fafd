import DataFormats

extension VNNLIBProperty {
    /// The property as VNN-LIB 1.0, as other tools read it; `VNNLIBProperty.init(_:path:)` makes the same sets of it.
    ///
    /// One region becomes single assertions of its bounds and one `or` of its conjunctions; several become one `or` over the
    /// inputs and one over the outputs where all say the same of the outputs, and else one `or` of all cases in full.
    /// Numbers are written without rounding, with the digits they have and no more.
    /// - Parameter comments: lines for the beginning, without `;`.
    public func vnnlib(comments: [String] = []) -> String {
        var writer = PropertyWriter()
        for comment in comments { writer.comment(comment) }
        writer.declare("X", inputCount)
        writer.declare("Y", outputCount)
        writer.write(self)
        return writer.text
    }

    /// Writes the property to a file, packed by gzip where the name ends in `.gz`; the file appears whole or not at all.
    public func write(to path: String, comments: [String] = []) throws(FileFault) {
        let text = Array(vnnlib(comments: comments).utf8)
        try AtomicFile.write(path.hasSuffix(".gz") ? Gzip.compress(text) : text, to: path)
    }
}

/// Writes commands of VNN-LIB 1.0.
private struct PropertyWriter {
    private(set) var text = ""

    mutating func comment(_ line: String) {
        let clean = line.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : String($0) }.joined()
        text += "; \(clean)\n"
    }

    mutating func declare(_ name: String, _ count: Int) {
        for index in 0..<count { text += "(declare-const \(name)_\(index) Real)\n" }
        text += "\n"
    }

    mutating func write(_ property: VNNLIBProperty) {
        guard let first = property.regions.first else {
            // No case at all: an assertion that nothing fulfils.
            text += "(assert (<= 1.0 0.0))\n"
            return
        }
        if property.regions.count == 1 {
            for atom in inputAtoms(first) { text += "(assert \(atom))\n" }
            text += "\n"
            writeOutputs(first.outputs)
        } else if property.regions.allSatisfy({ $0.outputs == first.outputs }) {
            writeDisjunction(property.regions.map(inputAtoms))
            writeOutputs(first.outputs)
        } else {
            writeDisjunction(
                property.regions.flatMap { region in
                    region.outputs.map { inputAtoms(region) + $0.map { halfSpace($0, "Y") } }
                })
        }
    }

    private mutating func writeOutputs(_ outputs: [[HalfSpace]]) {
        if outputs.count == 1 {
            for half in outputs[0] { text += "(assert \(halfSpace(half, "Y")))\n" }
        } else {
            writeDisjunction(outputs.map { $0.map { halfSpace($0, "Y") } })
        }
    }

    private mutating func writeDisjunction(_ rows: [[String]]) {
        text += "(assert (or\n"
        for row in rows {
            // An empty conjunction is true.
            text += "    (and \(row.isEmpty ? "(<= 0.0 0.0)" : row.joined(separator: " ")))\n"
        }
        text += "))\n"
    }

    private func inputAtoms(_ region: VNNLIBProperty.Region) -> [String] {
        let bounds = region.box.enumerated().flatMap { index, interval in
            [interval.lower.map { "(>= X_\(index) \($0))" }, interval.upper.map { "(<= X_\(index) \($0))" }]
                .compactMap { $0 }
        }
        return bounds + region.inputForms.map { halfSpace($0, "X") }
    }

    /// In the plainest form that says it: `(<= Y_1 Y_0)`, `(>= Y_0 0.5)`, or a sum of products.
    private func halfSpace(_ half: HalfSpace, _ name: String) -> String {
        let (one, minusOne) = (DecimalNumber(1), DecimalNumber(-1))
        let terms = half.terms
        if terms.count == 1, terms[0].coefficient == one { return "(<= \(name)_\(terms[0].index) \(half.bound))" }
        if terms.count == 1, terms[0].coefficient == minusOne { return "(>= \(name)_\(terms[0].index) \(-half.bound))" }
        if terms.count == 2, half.bound == .zero, Set(terms.map(\.coefficient)) == [one, minusOne] {
            let (smaller, larger) = terms[0].coefficient == one ? (0, 1) : (1, 0)
            return "(<= \(name)_\(terms[smaller].index) \(name)_\(terms[larger].index))"
        }
        let products = terms.map {
            $0.coefficient == one ? "\(name)_\($0.index)" : "(* \($0.coefficient) \(name)_\($0.index))"
        }
        let sum = products.count == 1 ? products[0] : "(+ \(products.joined(separator: " ")))"
        return "(<= \(sum) \(half.bound))"
    }
}
