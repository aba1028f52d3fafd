import Questions

/// Why the question of a file cannot be asked.
public struct UnaskableProperty: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
}

extension GivenProperty {
    /// The question of a VNN-LIB file; without parts where no point satisfies its assertions, so that it holds of every network.
    ///
    /// Whether a bound below lies above the one above, and whether half-spaces leave each other no point, is told by the file's own
    /// numbers, exactly (`VNNLIBProperty.withoutContradictions`). Then the file's decimals become the doubles next to them, as in every
    /// tool: box and half-spaces are those of these numbers.
    ///
    /// - Throws: for inputs without bounds, and numbers beyond doubles.
    public init(_ file: VNNLIBProperty) throws(UnaskableProperty) {
        let regions = file.withoutContradictions.regions
        guard !regions.isEmpty else {
            self.init(unsatisfiableOf: file.inputCount)
            inputShape = file.inputShape
            return
        }
        var parts = [Part]()
        for region in regions {
            var (lower, upper) = ([Double](), [Double]())
            for (index, interval) in region.box.enumerated() {
                guard let low = interval.lower, let high = interval.upper else {
                    let side = interval.lower == nil ? "below" : "above"
                    throw UnaskableProperty(description: "input X_\(index) is not bounded from \(side)")
                }
                lower.append(try Self.double(low, "a bound of input X_\(index)"))
                upper.append(try Self.double(high, "a bound of input X_\(index)"))
            }
            var inputs = [LinearForm]()
            for half in region.inputForms { inputs.append(try Self.form(half, ofInputs: true)) }
            var clauses = [[LinearForm]]()
            for conjunction in region.outputs {
                var forms = inputs
                for half in conjunction { forms.append(try Self.form(half, ofInputs: false)) }
                // Whatever the outputs are, they are unsafe.
                clauses.append(forms.isEmpty ? [LinearForm([:], constant: -1)] : forms)
            }
            parts.append(Part(box: Box(lower: lower, upper: upper), clauses: clauses))
        }
        self.init(parts: parts)
        inputShape = file.inputShape
    }

    /// Σ coefficient · v − bound, which is ≤ 0 on the half-space.
    private static func form(_ half: HalfSpace, ofInputs: Bool) throws(UnaskableProperty) -> LinearForm {
        var coefficients = [Int: Double]()
        for term in half.terms { coefficients[term.index] = try double(term.coefficient, "a coefficient") }
        let constant = -(try double(half.bound, "the bound of a half-space"))
        return ofInputs
            ? LinearForm([:], inputs: coefficients, constant: constant) : LinearForm(coefficients, constant: constant)
    }

    /// The double next to a decimal.
    private static func double(_ number: DecimalNumber, _ what: String) throws(UnaskableProperty) -> Double {
        guard let value = Double(number.description), value.isFinite else {
            throw UnaskableProperty(description: "\(what) is \(number), beyond the range of doubles")
        }
        return value
    }
}
