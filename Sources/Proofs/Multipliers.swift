/// Lagrange multipliers, one per unit, in single or double precision.
///
/// Whatever the numbers are, they are exact: a check evaluates the bound that *these* multipliers give. NaN stands for a
/// unit without a multiplier of its own, which then has that of the adaptive line.
public enum Multipliers: Sendable, Hashable {
    case single([Float])
    case double([Double])

    /// `values` with 36 fraction bits each, so that their last bytes vanish when packed; what is not finite becomes 0.
    public init(rounding values: [Double]) {
        self = .double(
            values.map { value in
                let rounded = Double(bitPattern: (value.bitPattern &+ 0x8000) & ~0xFFFF)
                return value.isFinite && rounded.isFinite ? rounded : 0
            })
    }

    public var count: Int {
        switch self {
        case .single(let values): values.count
        case .double(let values): values.count
        }
    }

    public subscript(index: Int) -> Double {
        switch self {
        case .single(let values): Double(values[index])
        case .double(let values): values[index]
        }
    }

    /// Whether any is infinite, which no proof may hold.
    public var hasInfinity: Bool {
        switch self {
        case .single(let values): values.contains(where: \.isInfinite)
        case .double(let values): values.contains(where: \.isInfinite)
        }
    }

    /// Bytes that they take in memory.
    public var byteCount: Int {
        switch self {
        case .single(let values): 4 * values.count
        case .double(let values): 8 * values.count
        }
    }
}
