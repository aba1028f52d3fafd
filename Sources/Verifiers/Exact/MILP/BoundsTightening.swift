import Networks
import Questions

/// Bounds of every hidden stage, layer by layer, each neuron by the steps of Tjeng et al.: interval
/// arithmetic in which neurons that are surely on stay affine in the inputs, backward substitution, a linear program, a
/// mixed-integer program.
///
/// Every bound but those of mixed-integer programs is certified; theirs rest on the engine's tolerances.
struct BoundsTightening {
    /// The steps, from loose and fast to tight and slow.
    enum Step: String, CaseIterable, Sendable { case interval, lpGreedy = "lp-greedy", lp, milp }

    /// What the method's options say.
    struct Settings: Sendable {
        /// The tightest step.
        var last = Step.lp
        /// Whether cheaper steps come first and a neuron leaves as soon as it is known to be stable.
        var isProgressive = true
        /// Wall-clock seconds per mixed-integer program.
        var limit = 1.0
        /// Whether one constant stands for the bounds of all unstable ReLUs in the models.
        var isLoose = false

        var steps: [Step] {
            guard isProgressive else { return [last] }
            return Step.allCases.prefix { $0 != last } + [last]
        }
    }

    private let settings: Settings
    private let bigM: Double?
    private let engine: any LinearProgramEngine
    private(set) var layers: LayerwiseBounds
    private var session: RelaxationSession
    private let integers: IntegerBounds?
    /// Lines of the layers so far for the first step.
    private var constantLines: [Relaxation] = [.identity]
    private var finished = Measurements()

    init(_ network: LoweredNetwork, _ region: InputRegion, _ settings: Settings, engine: any LinearProgramEngine) {
        self.settings = settings
        self.engine = engine
        bigM = settings.isLoose ? Self.largestMagnitude(network, region) : nil
        layers = LayerwiseBounds(network, region)
        session = RelaxationSession(
            RelaxationModel(network, region, encoding: .relaxed, bigM: bigM), engine: engine)
        integers =
            settings.last == .milp
            ? IntegerBounds(
                RelaxationModel(network, region, encoding: .integer, bigM: bigM), engine: engine,
                limit: settings.limit)
            : nil
    }

    /// What the solves have cost so far.
    var cost: Measurements {
        var cost = finished
        session.count(into: &cost)
        cost.lpSolves += integers?.solves ?? 0
        cost.simplexIterations += integers?.iterations ?? 0
        return cost
    }

    /// Bounds every stage below the logits. Sound whenever the deadline passes.
    mutating func run(until deadline: Deadline) {
        while isInRange, layers.isUnfinished { append(nextBounds(until: deadline)) }
    }

    /// The same bounds as a relaxation over `region`, a part of the region they hold on.
    mutating func restrict(to region: InputRegion) {
        finished = cost
        let (network, stages) = (layers.network, layers.bounds.stages.dropFirst())
        layers = LayerwiseBounds(network, region)
        session = RelaxationSession(
            RelaxationModel(network, region, encoding: .relaxed, bigM: bigM), engine: engine)
        for bounds in stages {
            layers.append(bounds, lowerLine: .adaptive)
            session.append(bounds)
        }
    }

    /// Whether all bounds so far lie in the range in which errors are bounded.
    var isInRange: Bool { layers.isInRange && (bigM ?? 0).isFinite }

    /// Whether pre-activations are small enough for a solver whose tolerances are relative to them: beyond, what it neglects can be
    /// as large as a margin.
    var suitsSolver: Bool {
        layers.bounds.stages.allSatisfy { BoxExtrema.largestMagnitude($0.lower, $0.upper) <= 1e6 }
    }

    /// The exact model with the bounds found.
    var integerModel: RelaxationModel {
        var model = RelaxationModel(layers.network, layers.region, encoding: .integer, bigM: bigM)
        for bounds in layers.bounds.stages.dropFirst() { model.append(bounds) }
        return model
    }

    /// Certified lower bounds on the margins by linear programs over the relaxation.
    func margins(_ query: Query, until deadline: Deadline) -> [Double] {
        layers.programmedMargins(query, session, until: deadline)
    }

    private mutating func append(_ bounds: StageBounds) {
        let activation = layers.network.stages[layers.next].activation
        constantLines.append(Relaxation(constantFor: activation, within: bounds))
        layers.append(bounds, lowerLine: .adaptive)
        guard layers.isInRange else { return }
        session.append(bounds)
        integers?.append(bounds)
    }

    private func nextBounds(until deadline: Deadline) -> StageBounds {
        var known = layers.intervalBounds
        for step in settings.steps {
            let neurons = askedNeurons(known)
            guard !neurons.isEmpty, !deadline.hasPassed else { break }
            switch step {
            case .interval: known.intersect(substituted(neurons, constantLines), at: neurons)
            case .lpGreedy: known.intersect(substituted(neurons, layers.relaxations), at: neurons)
            case .lp:
                solve(&known, neurons, session.model, until: deadline) { objective in
                    session.lowerBound(of: objective, until: deadline)
                }
            case .milp:
                guard let integers, !settings.isProgressive || integers.hasChoices else { break }
                solve(&known, neurons, integers.model, until: deadline) { objective in
                    integers.lowerBound(of: objective, until: deadline)
                }
            }
        }
        return known
    }

    /// Neurons of the next stage that a step is asked about.
    private func askedNeurons(_ known: StageBounds) -> [Int] {
        guard !settings.isProgressive else { return layers.undecidedNeurons(known) }
        switch layers.network.stages[layers.next].activation {
        case .identity: return []
        case .relu, .maxPool: return Array(known.lower.indices)
        }
    }

    private func substituted(_ neurons: [Int], _ lines: [Relaxation]) -> StageBounds {
        BackwardSubstitution(
            network: layers.network, region: layers.region, bounds: layers.bounds, relaxations: lines
        ).bounds(ofNeurons: neurons, at: layers.next)
    }

    /// Two programs per neuron, the second only if the first does not settle it.
    private func solve(
        _ known: inout StageBounds, _ neurons: [Int], _ model: RelaxationModel, until deadline: Deadline,
        lowerBound: (LinearFunction) -> Double
    ) {
        let isReLU = layers.network.stages[layers.next].isReLU
        for neuron in neurons {
            guard !deadline.hasPassed else { return }
            let objective = model.objective([(neuron, 1)], of: layers.next)
            known.lower[neuron] = max(known.lower[neuron], lowerBound(objective))
            if settings.isProgressive, isReLU, known.lower[neuron] >= 0 { continue }
            known.upper[neuron] = min(known.upper[neuron], -lowerBound(objective.negated))
        }
    }

    /// The largest |z| of any ReLU of the network by interval arithmetic.
    private static func largestMagnitude(_ network: LoweredNetwork, _ region: InputRegion) -> Double {
        var layers = LayerwiseBounds(network, region)
        layers.propagateAll()
        guard layers.isInRange else { return .infinity }
        return network.reluStages.reduce(0) { largest, stage in
            max(
                largest,
                BoxExtrema.largestMagnitude(layers.bounds.stages[stage].lower, layers.bounds.stages[stage].upper))
        }
    }
}

extension StageBounds {
    /// Keeps the tighter bounds where `other` has some, which are those of `neurons` in that order.
    fileprivate mutating func intersect(_ other: StageBounds, at neurons: [Int]) {
        for (position, neuron) in neurons.enumerated() {
            lower[neuron] = max(lower[neuron], other.lower[position])
            upper[neuron] = min(upper[neuron], other.upper[position])
        }
    }
}
