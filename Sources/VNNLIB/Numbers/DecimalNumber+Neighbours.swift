extension DecimalNumber {
    /// The step of doubles that floats add up to, next to 0.
    private static let leastStep = 0x1p-149

    /// The largest double below it, and where those lie closer together than 2⁻¹⁴⁹ the one that far below; itself beyond the range of
    /// doubles.
    var doubleBelow: DecimalNumber {
        let double = roundedDown
        guard double.isFinite, let exact = DecimalNumber(exactly: double) else { return self }
        guard exact == self else { return exact }
        return DecimalNumber(exactly: min(double.nextDown, double - Self.leastStep)) ?? self
    }

    /// The same above it.
    var doubleAbove: DecimalNumber { -(-self).doubleBelow }
}
