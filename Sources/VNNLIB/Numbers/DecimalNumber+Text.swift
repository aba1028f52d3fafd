extension DecimalNumber: CustomStringConvertible {
    /// The number in full, with a point, as `DecimalNumber.init(_:)` and other tools read it: `-0.5`, `3.0`, `1.25e-40`.
    /// No digit is dropped and none is added.
    public var description: String {
        let text = "\(significand.magnitude)"
        let sign = self.sign < 0 ? "-" : ""
        let point = text.utf8.count + Int(exponent)
        if exponent >= 0, point <= 21 { return "\(sign)\(text)\(String(repeating: "0", count: Int(exponent))).0" }
        if exponent < 0, point > 0 { return "\(sign)\(text.prefix(point)).\(text.dropFirst(point))" }
        if exponent < 0, point > -6 { return "\(sign)0.\(String(repeating: "0", count: -point))\(text)" }
        let tail = text.dropFirst()
        return "\(sign)\(text.prefix(1)).\(tail.isEmpty ? "0" : tail)e\(point - 1)"
    }
}
