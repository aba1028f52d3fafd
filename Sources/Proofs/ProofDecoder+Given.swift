import DataFormats
import Questions

extension ProofDecoder {
    /// Reads a given property; the mirror of `ProofEncoder.put(_: GivenProperty)`. What `GivenProperty` would trap at is a fault here.
    ///
    /// - Parameter pixels: of the statement; a property without parts has as many inputs.
    mutating func given(pixels: Int) throws(FormatFault) -> GivenProperty {
        let inputs = try number("inputs")
        let count = try count("parts")
        guard count > 0 else {
            guard inputs == pixels else {
                throw reader.fault(.malformed, "a property of \(inputs) inputs about \(pixels)")
            }
            return GivenProperty(unsatisfiableOf: inputs)
        }
        var parts = [GivenProperty.Part]()
        for _ in 0..<count {
            let box = try box(inputs)
            var clauses = [[LinearForm]]()
            for _ in 0..<(try countAboveZero("clauses")) { clauses.append(try clause()) }
            parts.append(GivenProperty.Part(box: box, clauses: clauses))
        }
        return GivenProperty(parts: parts)
    }

    private mutating func box(_ inputs: Int) throws(FormatFault) -> Box {
        guard (0...reader.remaining / 16).contains(inputs) else {
            throw reader.fault(.truncated, "a box of \(inputs) inputs, \(reader.remaining) bytes are left")
        }
        var (lower, upper) = ([Double](), [Double]())
        for _ in 0..<inputs { lower.append(try finite("an end of a box")) }
        for index in 0..<inputs {
            upper.append(try finite("an end of a box"))
            guard lower[index] <= upper[index] else {
                throw reader.fault(.malformed, "input \(index) of a box ends before it begins")
            }
        }
        return Box(lower: lower, upper: upper)
    }

    private mutating func clause() throws(FormatFault) -> [LinearForm] {
        var forms = [LinearForm]()
        for _ in 0..<(try countAboveZero("forms")) {
            let (outputs, inputs) = (try coefficients(), try coefficients())
            forms.append(LinearForm(outputs, inputs: inputs, constant: try finite("a constant")))
        }
        return forms
    }

    private mutating func coefficients() throws(FormatFault) -> [Int: Double] {
        var (coefficients, last) = ([Int: Double](), -1)
        for _ in 0..<(try count("coefficients")) {
            let index = try number("an index")
            guard index > last, index < Self.indexLimit else {
                throw reader.fault(.malformed, "coefficients that do not ascend")
            }
            coefficients[index] = try finite("a coefficient")
            last = index
        }
        return coefficients
    }

    /// Indices of inputs and outputs beyond any network.
    private static let indexLimit = 1 << 40

    private mutating func countAboveZero(_ what: String) throws(FormatFault) -> Int {
        let count = try count(what)
        guard count > 0 else { throw reader.fault(.malformed, "no \(what)") }
        return count
    }

    private mutating func finite(_ what: String) throws(FormatFault) -> Double {
        let value = try double(what)
        guard value.isFinite else { throw reader.fault(.malformed, "\(what) is \(value)") }
        return value
    }
}
