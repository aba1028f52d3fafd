/// Whether two samples have the same mean, their variances unknown and unequal (Welch, The generalization of “Student's”
/// problem, Biometrika 34, 1947; degrees of freedom by Welch–Satterthwaite).
public struct WelchTest: Sendable, Hashable {
    /// 0 where both samples are constant and equal, infinite where they are constant and differ.
    public let statistic: Double
    /// How likely a difference of at least this size is between samples of one mean, two-sided.
    public let pValue: Double

    /// `nil` where a sample has fewer than two values: nothing is known of its variance.
    public init?(_ first: some Collection<Double>, _ second: some Collection<Double>) {
        guard first.count > 1, second.count > 1 else { return nil }
        let (a, b) = (Moments(first), Moments(second))
        let variance = a.ofMean + b.ofMean
        let difference = a.mean - b.mean
        guard variance > 0 else {
            statistic = difference == 0 ? 0 : .infinity
            pValue = difference == 0 ? 1 : 0
            return
        }
        statistic = difference / variance.squareRoot()
        let freedom =
            variance * variance
            / (a.ofMean * a.ofMean / (a.count - 1) + b.ofMean * b.ofMean / (b.count - 1))
        pValue = regularizedIncompleteBeta(freedom / 2, 0.5, at: freedom / (freedom + statistic * statistic))
    }

    private struct Moments {
        let count: Double
        let mean: Double
        /// Variance of the mean.
        let ofMean: Double

        init(_ values: some Collection<Double>) {
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            self.count = count
            self.mean = mean
            ofMean = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count
        }
    }
}
