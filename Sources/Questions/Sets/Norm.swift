/// The ℓp norm that measures a perturbation.
public enum Norm: String, Codable, Sendable, Hashable, CaseIterable {
    case one = "1"
    case two = "2"
    case infinity = "inf"

    /// What people write for it besides `rawValue`: `l2`, `linf`.
    public init?(written text: String) {
        let bare = text.lowercased().hasPrefix("l") ? String(text.lowercased().dropFirst()) : text.lowercased()
        guard let norm = Self(rawValue: ["∞": "inf", "infinity": "inf", "_inf": "inf"][bare] ?? bare) else {
            return nil
        }
        self = norm
    }

    /// The norm q with 1/p + 1/q = 1, which measures linear functions on a ball of this norm.
    public var dual: Norm {
        switch self {
        case .one: .infinity
        case .two: .two
        case .infinity: .one
        }
    }

    /// As printed: `l1`, `l2`, `l∞`.
    public var title: String { self == .infinity ? "l∞" : "l\(rawValue)" }

    /// The size of the smallest ball around any image of `count` pixels that surely holds the whole domain; 2²⁰ where that is
    /// unbounded.
    public func diameter(of domain: InputDomain?, count: Int) -> Double {
        guard let domain else { return 0x1p20 }
        let width = (domain.upper - domain.lower).nextUp
        switch self {
        case .one: return (width * Double(count)).nextUp
        case .two: return (width * Double(count).squareRoot().nextUp).nextUp
        case .infinity: return domain.upper - domain.lower
        }
    }

    /// ‖vector‖ in double precision, not rigorously rounded.
    public func callAsFunction(_ vector: some Sequence<Double>) -> Double {
        switch self {
        case .one: vector.reduce(0) { $0 + abs($1) }
        case .two: vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        case .infinity: vector.reduce(0) { max($0, abs($1)) }
        }
    }
}
