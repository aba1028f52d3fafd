/// Writes commands of VNN-LIB.
struct PropertyWriter {
    private(set) var text = ""
    private let names: VariableNames

    init(_ property: VNNLIBProperty, _ version: VNNLIBVersion) { names = VariableNames(property, version) }

    mutating func comment(_ line: String) {
        let clean = line.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : String($0) }.joined()
        text += "; \(clean)\n"
    }

    mutating func declare() { text += names.declarations }

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
                    region.outputs.map { inputAtoms(region) + $0.map { halfSpace($0, names.output) } }
                })
        }
    }

    private mutating func writeOutputs(_ outputs: [[HalfSpace]]) {
        if outputs.count == 1 {
            for half in outputs[0] { text += "(assert \(halfSpace(half, names.output)))\n" }
        } else {
            writeDisjunction(outputs.map { $0.map { halfSpace($0, names.output) } })
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
            let name = names.input(index)
            return [interval.lower.map { "(>= \(name) \($0))" }, interval.upper.map { "(<= \(name) \($0))" }]
                .compactMap { $0 }
        }
        return bounds + region.inputForms.map { halfSpace($0, names.input) }
    }

    /// In the plainest form that says it: `(<= Y_1 Y_0)`, `(>= Y_0 0.5)`, or a sum of products.
    private func halfSpace(_ half: HalfSpace, _ name: (Int) -> String) -> String {
        let (one, minusOne) = (DecimalNumber(1), DecimalNumber(-1))
        let terms = half.terms
        if terms.count == 1, terms[0].coefficient == one { return "(<= \(name(terms[0].index)) \(half.bound))" }
        if terms.count == 1, terms[0].coefficient == minusOne { return "(>= \(name(terms[0].index)) \(-half.bound))" }
        if terms.count == 2, half.bound == .zero, Set(terms.map(\.coefficient)) == [one, minusOne] {
            let (smaller, larger) = terms[0].coefficient == one ? (0, 1) : (1, 0)
            return "(<= \(name(terms[smaller].index)) \(name(terms[larger].index)))"
        }
        let products = terms.map {
            $0.coefficient == one ? name($0.index) : "(* \($0.coefficient) \(name($0.index)))"
        }
        let sum = products.count == 1 ? products[0] : "(+ \(products.joined(separator: " ")))"
        return "(<= \(sum) \(half.bound))"
    }
}
