/// Where an unstable ReLU stands in a model's programs.
struct ReLUPlacement: Sendable {
    /// Columns of max(z, 0) and max(−z, 0) in `program`.
    let h: Int
    let p: Int
    /// Rows of `program`: z = h − p, and (1 − s) h + s p ≤ −s l.
    let tie: Int
    let triangle: Int
    /// The same in `compact`.
    let compactH: Int
    let compactP: Int
    let compactTie: Int
}

/// A place where a solve leaves a multiplier that a proof records: the tie of an unstable ReLU, or an input of a pooling
/// window with the window's maximum.
struct MultiplierSite: Sendable {
    let stage: Int
    /// Index of h among the values of the stage, and of z among its pre-activations.
    let value: Int
    let neuron: Int
    /// Rows of `program` whose multipliers add up to the site's.
    let rows: [Int]
}
