/// How many bits of a weight a network file keeps.
public enum WeightPrecision: String, Sendable, Hashable, Codable, CaseIterable {
    /// IEEE 754 binary32.
    case single
    /// IEEE 754 binary16: files of half the size, about three decimal digits.
    case half

    /// The nearest number of this precision; infinite where half precision overflows (65,520 and above).
    public func rounded(_ value: Float) -> Float {
        switch self {
        case .single: value
        case .half: Float(Float16(value))
        }
    }
}
