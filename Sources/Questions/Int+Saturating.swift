extension Sequence<Int> {
    /// The sum, or the largest number there is: what a file counts need not fit.
    public func saturatingSum() -> Int {
        reduce(0) { sum, next in
            let (result, overflow) = sum.addingReportingOverflow(next)
            return overflow ? (next > 0 ? .max : .min) : result
        }
    }
}
