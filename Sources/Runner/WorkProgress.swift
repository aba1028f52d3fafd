/// How far a run is by work.
package struct WorkProgress: Sendable, Hashable {
    /// Seconds to go with all workers.
    package var remaining: Double
    /// Of the work that is done; never falls, and 1 only when nothing is open.
    package var fraction: Double
}

/// What a cell still has to ask.
package struct CellForecast: Sendable, Hashable {
    /// Queries that are not in flight and will have to be asked.
    package var open: Double
    package var inFlight: Int
    /// Mean seconds of one.
    package var secondsEach: Double
    package var basis: CostBasis
}
