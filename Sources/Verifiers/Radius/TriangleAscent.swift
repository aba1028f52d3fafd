import Networks
import Questions

/// The relaxations of LP-LAST and LP-ALL bounded by dual ascent instead of by linear programs, each bound certified. None is above
/// the linear program's, and all take no longer than a few hundred products with the weights for every stage that is ascended.
package struct TriangleAscent: Verifier {
    package static let descriptor = MethodDescriptor(
        name: "triangle-ascent", title: "triangle ascent",
        summary: "Dual ascent over the triangle relaxation.", source: "Wong & Kolter, ICML 2018", claim: .lowerBound,
        norms: [.one, .infinity], options: [Arithmetic.option], costRank: 35)

    /// Bounds of hidden layers.
    package enum HiddenBounds: Sendable {
        /// LP-GREEDY's, as LP-LAST has them.
        case substituted
        /// By ascent over the layers before, towards LP-ALL's.
        case ascended
    }

    private let arithmetic: Arithmetic
    private let hidden: HiddenBounds

    /// - Parameter call: names the arithmetic.
    package init(_ call: MethodCall, _ hidden: HiddenBounds) {
        arithmetic = Arithmetic(call)
        self.hidden = hidden
    }

    package init(_ call: MethodCall) { self.init(call, .ascended) }

    /// Whether linear programs see the same relaxation: they have poolings as inequalities of their own, and l2 balls as boxes.
    package static func fits(_ network: LoweredNetwork, _ norm: Norm) -> Bool {
        descriptor.norms.contains(norm)
            && network.stages.allSatisfy { if case .maxPool = $0.activation { false } else { true } }
    }

    package func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        QueryLoop.run(queries, until: deadline) { answer($0, on: network.lowered, until: $1) }
    }

    private static let settings: SearchSettings = {
        var settings = SearchSettings()
        settings.intermediateSteps = 60
        settings.rootSteps = 300
        settings.decay = 0.985
        return settings
    }()

    private func answer(_ query: Query, on network: LoweredNetwork, until deadline: Deadline) -> Outcome {
        let stopwatch = Stopwatch()
        let region = InputRegion(query)
        var layers = LayerwiseBounds(network, region, arithmetic: arithmetic)
        var model = RelaxationModel(network, region, encoding: .relaxed)
        while layers.isUnfinished {
            let bounds: StageBounds
            switch hidden {
            case .substituted:
                bounds = layers.substitutedBounds
                layers.append(bounds, lowerLine: .parallel)
            case .ascended:
                bounds = layers.ascendedBounds(model, Self.settings, nil, until: deadline)
                layers.append(bounds, lowerLine: .adaptive)
            }
            if layers.isInRange { model.append(bounds) }
        }
        let boundSeconds = stopwatch.seconds
        var outcome = MarginOutcome.make(layers) { layers in
            let known = layers.margins(label: query.label)
            let functions = MarginObjectives.classes(network, label: query.label).map {
                model.reduced.margin(label: query.label, adversarial: $0)
            }
            let ascended = IntermediateAscent(SearchRelaxation(model), Self.settings, nil)
                .lowerBounds(of: functions, until: deadline)
            return zip(zip(known, ascended), layers.allowances(label: query.label)).map { bounds, allowance in
                max(bounds.0, allowance == 0 ? bounds.1 : (bounds.1 - allowance).nextDown)
            }
        }
        if outcome.verdict == .unknown, layers.isInRange, deadline.hasPassed {
            (outcome.verdict, outcome.reason) = (.timeout, nil)
        }
        outcome.measurements.phases = ["bounds": boundSeconds, "margins": stopwatch.seconds - boundSeconds]
        return outcome
    }
}
