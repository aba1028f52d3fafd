#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How much larger one series is than another, pair by pair.
public struct PairedRatio: Sendable, Hashable {
    /// Natural logarithms of candidate / baseline, one per pair.
    public let logRatios: [Double]

    /// Pairs where either side is not a positive number are left out; ``count`` says how many remain.
    public init(_ pairs: some Sequence<(baseline: Double, candidate: Double)>) {
        logRatios = pairs.compactMap { pair in
            guard pair.baseline > 0, pair.candidate > 0, pair.baseline.isFinite, pair.candidate.isFinite else {
                return nil
            }
            return log(pair.candidate) - log(pair.baseline)
        }
    }

    public var count: Int { logRatios.count }

    /// The geometric mean of candidate / baseline; `nil` of nothing.
    public var geometricMean: Double? {
        logRatios.isEmpty ? nil : exp(logRatios.reduce(0, +) / Double(count))
    }

    /// The bootstrap interval of ``geometricMean``; `nil` of nothing.
    public func interval(confidence: Double = 0.95, resamples: Int = 2000, seed: UInt64 = 1) -> ClosedRange<Double>? {
        let interval = bootstrapInterval(
            of: logRatios, confidence: confidence, resamples: resamples, seed: seed
        ) { $0.reduce(0, +) / Double($0.count) }
        return interval.map { exp($0.lowerBound)...exp($0.upperBound) }
    }
}
