import Questions

/// Planes of later ReLUs that a search has chosen so far, for the whole set and for domains on the way.
struct HiddenPlaneSets {
    /// In the order of their rows in a batch.
    private(set) var planes: [HiddenPlane] = []
    private(set) var sets: [SystemPlanes] = []
    /// With more nodes than that another set is due.
    private var due: Int

    /// The first nodes at which the worst domain has planes chosen for it, and how many times as many the next.
    private static let first = 500
    private static let factor = 4
    /// Every set makes evaluations dearer.
    private static let limit = 5

    /// - Parameter atOnce: whether the first set is for the whole set of inputs, because the search is known to be long.
    init(atOnce: Bool) { due = atOnce ? -1 : Self.first }

    func areDue(_ nodes: Int, _ settings: SearchSettings) -> Bool {
        settings.choosesPlanes && nodes > due && sets.count < Self.limit
    }

    mutating func add(_ found: [HiddenPlane], _ relaxation: SearchRelaxation) {
        planes += found
        sets.append(relaxation.systemPlanes(found))
    }

    /// Another set has been looked for.
    mutating func postpone() { due = due < 0 ? Self.first : Self.factor * due }
}

extension BranchAndBound {
    /// The ReLUs of convolutions that have no planes of their own. Over all values of a layer planes gain next to nothing.
    private var localUnits: [Int] {
        let network = relaxation.network
        return network.unstable.indices.dropFirst(relaxation.planes?.count ?? 0).filter {
            network.network.stages[network.unstable[$0].stage].isLocal
        }
    }

    /// Where planes of later ReLUs are due, chooses them for the bound of one domain; from now on all domains have them.
    mutating func addPlanesIfDue(_ domain: inout BranchDomain, until deadline: Deadline) {
        guard hidden.areDue(nodes, settings) else { return }
        hidden.postpone()
        var ascent = settings.ascent(steps: 1)
        ascent.planeStep = settings.rootPlaneStep
        var search = HiddenPlaneSearch(relaxation, shared, ascent, units: localUnits, domain, hidden.sets)
        let found = search.run(closingBound: closingBound, until: deadline)
        guard !found.planes.isEmpty else { return }
        domain.multipliers = found.domain.multipliers
        domain.planes = found.domain.planes
        hidden.add(found.planes, relaxation)
        record?.addPlanes(found.planes)
        certificate = relaxation.certificate(shared.exact, hidden.planes)
        let next = DualBatch(
            system, capacity: 2 * settings.batchSize, planes: relaxation.planes, hiddenPlanes: hidden.sets)
        next.count(evaluations: batch.evaluations)
        batch = next
    }
}
