import Questions

/// Upper planes of later layers for one margin, chosen for the bound of one domain and used by all of a search.
///
/// The domain's bound is ascended; the minimising points, averaged over the last steps, are nearly a solution of the relaxation; every
/// plane moves towards the one that supports its ReLU's envelope there, and the ascent goes on.
package struct HiddenPlaneSearch {
    private let relaxation: SearchRelaxation
    private let objective: SystemObjective
    private let ascent: DualAscent
    /// The ReLUs whose planes are looked for.
    private let units: [Int]
    /// Planes that are there already.
    private let older: [SystemPlanes]
    /// Rows of multipliers before those of the new planes.
    private let olderRows: Int
    /// The new ones, by ReLU, with their shares.
    private var planes: [Int: HiddenPlane] = [:]
    private var shares: [Int: Float] = [:]
    private var domain: BranchDomain

    /// Ascents, and the steps of each.
    private static let rounds = 10
    private static let steps = 20
    /// Steps at the end of an ascent that points are averaged over.
    private static let averaged = 18
    /// How much of the gain so far a round must add for another one.
    private static let leastGain: Float = 0.02
    /// A plane that is no nearer to the envelope than that share of the triangle's height is moved.
    private static let tolerance = 0.01
    /// The share that a plane has at least once it has moved.
    private static let leastShare: Float = 0.5

    /// - Parameters:
    ///   - ascent: its step lengths are used; `planeStep` moves the planes over the inputs.
    ///   - units: the ReLUs that get planes, ascending.
    ///   - domain: whose bound the planes are chosen for.
    ///   - older: planes that it has.
    package init(
        _ relaxation: SearchRelaxation, _ objective: SystemObjective, _ ascent: DualAscent, units: [Int],
        _ domain: BranchDomain, _ older: [SystemPlanes] = []
    ) {
        (self.relaxation, self.objective, self.ascent) = (relaxation, objective, ascent)
        (self.domain, self.older) = (domain, older)
        self.units = units
        olderRows = relaxation.system.count + older.reduce(0) { $0 + $1.count }
        self.domain.multipliers += [Float](repeating: 0, count: olderRows - domain.multipliers.count)
    }

    /// Planes in the order of their ReLUs, with the domain that has them; none where its bound exceeds `closingBound` without.
    package mutating func run(
        closingBound: Float, until deadline: Deadline
    ) -> (planes: [HiddenPlane], domain: BranchDomain) {
        guard !units.isEmpty else { return ([], domain) }
        var bounds = [Float]()
        for round in 0..<Self.rounds {
            let added = planes.isEmpty ? [] : [relaxation.systemPlanes(ordered)]
            let batch = DualBatch(
                relaxation.system, capacity: 1, planes: relaxation.planes, hiddenPlanes: older + added)
            let point = ascend(batch)
            bounds.append(batch.bestBounds[0])
            keep(batch)
            if isEnough(bounds, closingBound) || round == Self.rounds - 1 || deadline.hasPassed { break }
            move(towards: point, batch, share: 1 / Double(round + 1).squareRoot())
        }
        return (ordered, domain)
    }

    private var ordered: [HiddenPlane] { planes.values.sorted { $0.unit < $1.unit } }

    /// Whether the bound closes the set, or has risen by little compared to what it has risen in all.
    private func isEnough(_ bounds: [Float], _ closingBound: Float) -> Bool {
        guard let first = bounds.first, let last = bounds.last else { return false }
        return last > closingBound
            || bounds.count > 3 && last - bounds[bounds.count - 2] < Self.leastGain * (last - first)
    }

    /// Values of the network's variables, averaged over the last steps.
    private func ascend(_ batch: DualBatch) -> [Double] {
        let (system, network) = (relaxation.system, relaxation.network)
        var sums = [Double](repeating: 0, count: network.variableCount)
        batch.load([domain])
        for step in 0..<Self.steps {
            batch.evaluate(DualObjective(objective), cornered: true)
            batch.keepBest()
            batch.pushForward(exactly: false, planeStep: step % 4 == 0 ? ascent.planeStep : 0)
            if step >= Self.steps - Self.averaged {
                for input in 0..<system.inputCount { sums[input] += Double(batch.inputs[input]) }
                for (unit, relu) in network.unstable.enumerated() { sums[relu.variable] += Double(batch.h[unit]) }
            }
            batch.advance(
                step: step + 1, alphaStep: ascent.alphaStep, betaStep: ascent.betaStep, decay: ascent.decay)
        }
        batch.evaluate(DualObjective(objective), cornered: false)
        batch.keepBest()
        return network.completed(sums.map { $0 / Double(Self.averaged) })
    }

    /// Goes on from the best multipliers.
    private mutating func keep(_ batch: DualBatch) {
        domain.multipliers = batch.bestMultipliers(0)
        for (position, plane) in ordered.enumerated() { shares[plane.unit] = domain.multipliers[olderRows + position] }
        if let planes = batch.planes { domain.planes = planes.weights(0) }
    }

    private mutating func move(towards values: [Double], _ batch: DualBatch, share: Double) {
        let network = relaxation.network
        for unit in units where batch.split[unit] == 0 && batch.lambda[unit] < 0 {
            let relu = network.unstable[unit]
            let height = -relu.lower * relu.upper / (relu.upper - relu.lower)
            let support = ReLUEnvelope(relu, network, at: values).support()
            guard values[relu.variable] > support.value + Self.tolerance * height else { continue }
            let plane = planes[unit].map { $0.plane.mixed(with: support.plane, share: share) } ?? support.plane
            planes[unit] = plane.placed(unit, relu, in: network)
            shares[unit] = max(shares[unit] ?? 1, Self.leastShare)
        }
        domain.multipliers = domain.multipliers[..<olderRows] + ordered.map { shares[$0.unit] ?? 0 }
    }
}
