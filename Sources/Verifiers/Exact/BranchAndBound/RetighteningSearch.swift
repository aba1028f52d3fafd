import Networks
import Robustness

/// Branch and bound that bounds later layers anew where splits have narrowed the set: a search that takes too many nodes is
/// cut in two along its first split, and either side is searched by itself with bounds of its own.
struct RetighteningSearch {
    /// One side of some splits.
    private struct Part {
        var splits: [Place: Int8] = [:]
        /// Bounds that hold on the part around it.
        var bounds: NetworkBounds
    }

    private struct Place: Hashable {
        let stage: Int
        let neuron: Int
    }

    private let query: Query
    private let network: LoweredNetwork
    private let adversarial: Int
    private let witnesses: WitnessSearch
    private let settings: SearchSettings
    private var parts: [Part]
    private(set) var nodes = 0
    private(set) var evaluations = 0.0
    private(set) var programCost = NodeProgram.Cost()
    private var lowest = Double.infinity

    init(
        _ network: LoweredNetwork, _ query: Query, _ bounds: NetworkBounds, adversarial: Int, witnesses: WitnessSearch,
        settings: SearchSettings
    ) {
        self.network = network
        self.query = query
        self.adversarial = adversarial
        self.witnesses = witnesses
        self.settings = settings
        parts = [Part(bounds: bounds)]
    }

    /// Searches until the margin is proved, a witness is found, or the deadline passes.
    mutating func run(until deadline: Deadline) -> BranchAndBound.End {
        while var part = parts.popLast() {
            if deadline.hasPassed { return .stopped(lower: -.infinity) }
            let (model, base) = retighten(&part, until: deadline)
            let system = ReLUSystem(model)
            let objective = system.objective(model, label: query.label, adversarial: adversarial)
            var tree = BranchAndBound(
                model, system, objective, witnesses: witnesses, settings: settings, base: base,
                nodeLimit: settings.retighten)
            let end = tree.run(until: deadline)
            nodes += tree.nodes
            evaluations += tree.evaluations
            programCost.add(tree.programCost)
            switch end {
            case .proved(let lower): lowest = min(lowest, lower)
            case .exhausted(let unit):
                let place = Place(stage: model.unstableReLUs[unit].stage, neuron: model.unstableReLUs[unit].neuron)
                for split in [Split.inactive, .active] {
                    var half = part
                    half.splits[place] = split.rawValue
                    parts.append(half)
                }
            case .stopped, .outOfMemory: return end.withoutBound
            case .witness, .unresolved: return end
            }
        }
        return .proved(lower: lowest)
    }

    /// The relaxation of a part, every stage after a split bounded anew, and its splits in terms of the relaxation's ReLUs.
    ///
    /// A split of a ReLU that is stable by now is left out, which makes the part larger, never smaller.
    private func retighten(_ part: inout Part, until deadline: Deadline) -> (RelaxationModel, [Int8]) {
        var model = RelaxationModel(network, InputRegion(query), encoding: .relaxed)
        let firstSplit = part.splits.keys.map(\.stage).min() ?? .max
        while model.next < network.outputStage {
            let stage = model.next
            var bounds = part.bounds.stages[stage]
            if network.stages[stage].isReLU, stage > firstSplit {
                let ascent = IntermediateAscent(model, settings, splits: splits(part, model))
                bounds = ascent.tighten(bounds, neurons: bounds.unstableNeurons, until: deadline)
                part.bounds.stages[stage] = bounds
            }
            model.append(bounds)
        }
        return (model, splits(part, model))
    }

    private func splits(_ part: Part, _ model: RelaxationModel) -> [Int8] {
        model.unstableReLUs.map { part.splits[Place(stage: $0.stage, neuron: $0.neuron)] ?? 0 }
    }
}

extension BranchAndBound.End {
    /// The same without a bound, which held on a part of the set only.
    fileprivate var withoutBound: Self {
        switch self {
        case .stopped: .stopped(lower: -.infinity)
        case .outOfMemory: .outOfMemory(lower: -.infinity)
        case .proved, .witness, .unresolved, .exhausted: self
        }
    }
}
