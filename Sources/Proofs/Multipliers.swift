/// Lagrange multipliers, one per unit, in single or double precision.
///
/// Whatever the numbers are, they are exact: a check evaluates the bound that *these* multipliers give. NaN stands for a
/// unit without a multiplier of its own, which then has that of the adaptive line.
public enum Multipliers: Sendable, Hashable {
    case single([Float])
    case double([Double])
    /// In single precision, with planes that stand in for the upper lines of some units.
    case raised([Float], UpperPlanes)
    /// Those of few units; all others have none of their own.
    case sparse(SparseMultipliers)

    /// `values` as they are; what is not finite becomes 0.
    public init(finite values: [Double]) { self = .double(values.map { $0.isFinite ? $0 : 0 }) }

    /// The same with 36 fraction bits each, so that the last bytes of doubles vanish when packed; what has no such number near it stays.
    public var rounded: Multipliers {
        guard case .double(let values) = self else { return self }
        return .double(
            values.map { value in
                let rounded = Double(bitPattern: (value.bitPattern &+ 0x8000) & ~0xFFFF)
                return value.isFinite && rounded.isFinite ? rounded : value
            })
    }

    public var count: Int {
        switch self {
        case .single(let values): values.count
        case .double(let values): values.count
        case .raised(let values, _): values.count
        case .sparse(let values): values.count
        }
    }

    /// Planes that stand in for upper lines.
    public var planes: UpperPlanes? { if case .raised(_, let planes) = self { planes } else { nil } }

    public subscript(index: Int) -> Double {
        switch self {
        case .single(let values): Double(values[index])
        case .double(let values): values[index]
        case .raised(let values, _): Double(values[index])
        case .sparse(let values): values[index]
        }
    }

    /// Whether any is infinite, which no proof may hold.
    public var hasInfinity: Bool {
        switch self {
        case .single(let values): values.contains(where: \.isInfinite)
        case .double(let values): values.contains(where: \.isInfinite)
        case .raised(let values, _): values.contains(where: \.isInfinite)
        case .sparse(let values): values.values.contains(where: \.isInfinite)
        }
    }

    /// Whether they have planes with weights in half a byte.
    var hasCoarsePlanes: Bool { planes?.isCoarse ?? false }

    /// Bytes that they take in memory.
    public var byteCount: Int {
        switch self {
        case .single(let values): 4 * values.count
        case .double(let values): 8 * values.count
        case .raised(let values, let planes): 4 * values.count + planes.byteCount
        case .sparse(let values): 12 * values.units.count
        }
    }
}
