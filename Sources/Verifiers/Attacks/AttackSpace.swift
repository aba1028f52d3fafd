import LinearAlgebra
import Questions

/// Where an attack that looks for the nearest witness may go: the input domain around a sample, and distances in it.
struct AttackSpace: Sendable {
    let centre: [Float]
    /// The domain's box in floats; infinite without a domain. Coordinates of reach 0 stay where they are.
    let lower: [Float]
    let upper: [Float]
    let step: BoxedStep
    private let set: PerturbationSet
    private let inner: (lower: [Float], upper: [Float])
    private let twoBall: BallProjection?
    private let oneBall: OneBallProjection?

    init(_ query: Query) {
        centre = query.sample.pixels
        set = query.perturbation
        inner = set.innerBox(around: centre)
        var whole = set
        whole.norm = .infinity
        whole.epsilon = .infinity
        (lower, upper) = whole.innerBox(around: centre)
        step = BoxedStep(norm: set.norm, reach: set.reach ?? [])
        twoBall = set.norm == .two ? BallProjection(centre: centre, epsilon: set.epsilon) : nil
        oneBall = set.norm == .one ? OneBallProjection(set, around: centre) : nil
    }

    /// ‖point − centre‖ₚ in double precision; for p = ∞ in units of the coordinates' reach.
    func distance(_ point: [Float]) -> Double { length(centre.indices.map { Double(point[$0]) - Double(centre[$0]) }) }

    /// ‖offsets‖ₚ, likewise.
    func length(_ offsets: [Double]) -> Double {
        switch set.norm {
        case .one: return offsets.reduce(0) { $0 + abs($1) }
        case .two:
            let largest = offsets.reduce(0) { max($0, abs($1)) }
            guard largest > 0, largest.isFinite else { return largest }
            return largest * offsets.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
        case .infinity:
            return offsets.indices.reduce(0) { longest, index in
                guard offsets[index] != 0 else { return longest }
                let reach = step.reach.isEmpty ? 1 : Double(step.reach[index])
                return max(longest, abs(offsets[index]) / reach)
            }
        }
    }

    /// Whether a point of the domain surely lies in the set of the query.
    func surelyContains(_ point: [Float]) -> Bool {
        guard point.indices.allSatisfy({ inner.lower[$0] <= point[$0] && point[$0] <= inner.upper[$0] }) else {
            return false
        }
        return twoBall?.surelyContains(point) ?? oneBall?.contains(point) ?? true
    }

    /// The point of the set that is next to one of the domain, nearly.
    func projected(_ point: [Float]) -> [Float] {
        if let oneBall { return oneBall.project(point) }
        let clipped = point.indices.map { min(max(point[$0], inner.lower[$0]), inner.upper[$0]) }
        return twoBall?.project(clipped) ?? clipped
    }

    /// The point at `share` of the distance of another: for p = ∞ its projection on that ball, else on the straight way.
    ///
    /// - Parameter share: in [0, 1].
    func shrunk(_ point: [Float], to share: Double) -> [Float] {
        let size = set.norm == .infinity ? share * distance(point) : 0
        return centre.indices.map { index in
            let offset = Double(point[index]) - Double(centre[index])
            guard set.norm == .infinity else { return BallProjection.moved(centre[index], by: share * offset) }
            let most = size * (step.reach.isEmpty ? 1 : Double(step.reach[index]))
            return abs(offset) <= most
                ? point[index] : BallProjection.moved(centre[index], by: offset < 0 ? -most : most)
        }
    }

    /// `point` moved and kept in the domain.
    func moved(_ point: [Float], by offsets: [Double]) -> [Float] {
        point.indices.map { min(max(Float(Double(point[$0]) + offsets[$0]), lower[$0]), upper[$0]) }
    }

    /// The move from `point` in this space that makes a function of the given slope fall by `amount`.
    func move(_ point: [Float], against slope: [Float], by amount: Double) -> BoxedStep.Move {
        slope.withUnsafeBufferPointer {
            step.move(against: $0, by: amount, from: point, lower: lower, upper: upper)
        }
    }
}
