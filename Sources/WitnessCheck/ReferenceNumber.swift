import ExactArithmetic

/// What a reference evaluation computes with.
protocol ReferenceNumber: Sendable {
    /// The number nearest to a constant of the network or to a pixel.
    init(constant: Double)
    static var zero: Self { get }
    static func + (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    /// The larger one; no number if either is none.
    static func larger(_ a: Self, _ b: Self) -> Self
}

extension ReferenceNumber where Self: BinaryFloatingPoint {
    init(constant: Double) { self.init(constant) }

    static func larger(_ a: Self, _ b: Self) -> Self { a > b ? a : b >= a ? b : .nan }
}

extension Float: ReferenceNumber {}
extension Double: ReferenceNumber {}

extension Dyadic: ReferenceNumber {
    /// Networks and images hold no infinities.
    init(constant: Double) { self = Dyadic(constant) ?? .zero }

    static func larger(_ a: Dyadic, _ b: Dyadic) -> Dyadic { a < b ? b : a }
}

/// An interval that surely holds the exact value: every end is rounded outwards. An end that is no number says nothing.
struct Enclosure: ReferenceNumber {
    var lower: Double
    var upper: Double

    static let zero = Enclosure(lower: 0, upper: 0)

    init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    init(constant: Double) { self.init(lower: constant, upper: constant) }

    static func + (a: Enclosure, b: Enclosure) -> Enclosure {
        // Adding 0 is exact.
        if a.lower == 0, a.upper == 0 { return b }
        if b.lower == 0, b.upper == 0 { return a }
        return Enclosure(lower: (a.lower + b.lower).nextDown, upper: (a.upper + b.upper).nextUp)
    }

    static func * (a: Enclosure, b: Enclosure) -> Enclosure {
        if a.lower == 0, a.upper == 0 { return b.isFinite ? .zero : .unknown }
        if b.lower == 0, b.upper == 0 { return a.isFinite ? .zero : .unknown }
        let ends = [a.lower * b.lower, a.lower * b.upper, a.upper * b.lower, a.upper * b.upper]
        guard ends.allSatisfy({ !$0.isNaN }), let least = ends.min(), let greatest = ends.max() else { return .unknown }
        return Enclosure(lower: least.nextDown, upper: greatest.nextUp)
    }

    static func larger(_ a: Enclosure, _ b: Enclosure) -> Enclosure {
        Enclosure(lower: Double.larger(a.lower, b.lower), upper: Double.larger(a.upper, b.upper))
    }

    private static let unknown = Enclosure(lower: .nan, upper: .nan)
    private var isFinite: Bool { lower.isFinite && upper.isFinite }
}
