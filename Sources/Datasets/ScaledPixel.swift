/// Pixels that are multiplied by a scale when they are read.
enum ScaledPixel {
    /// The float nearest to the exact product of `value` and `scale` (ties to even), rounded once.
    ///
    /// The product in double precision is first rounded to odd: toward 0, with the last bit set where anything was cut
    /// off. Rounding that to a float is rounding the exact product (Boldo & Melquiond 2008), since a double has more than
    /// two bits beyond a float's. Products below the normal doubles are 0 as floats in any case.
    static func nearest(_ value: Double, times scale: Double) -> Float {
        let product = value * scale
        guard product.isFinite, product != 0 else { return Float(product) }
        let rest = (-product).addingProduct(value, scale)
        guard rest != 0 else { return Float(product) }
        let truncated = (rest < 0) == (product < 0) ? product : Self.towardZero(product)
        return Float(Double(bitPattern: truncated.bitPattern | 1))
    }

    private static func towardZero(_ value: Double) -> Double { value < 0 ? value.nextUp : value.nextDown }
}
