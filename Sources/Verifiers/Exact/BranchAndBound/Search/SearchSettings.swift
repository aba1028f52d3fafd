/// What bounds a domain.
enum DomainBounding: String, Sendable, CaseIterable {
    /// Batched ascent on the multipliers.
    case ascent
    /// One linear program per domain, warm-started.
    case lp
}

/// How branch and bound goes about its search.
struct SearchSettings: Sendable {
    /// Go on to the worst margin itself instead of stopping at a proof or a witness.
    var seeksWorstMargin = false
    /// What a margin must exceed to be proved: 0, or the error of the arithmetic that `robust` speaks of.
    var allowance = 0.0
    /// The smallest allowance of any class: a point with a margin as small ends the search.
    var witnessThreshold = 0.0
    var rule = BranchingRule.lookAhead
    var order = NodeOrder.worstFirst
    var bounding = DomainBounding.ascent
    /// Halve boxes of inputs under CROWN alone, where a given property has few.
    var halvesBoxes = false
    /// Domains split at a time.
    var batchSize = 128
    /// ReLUs tried per domain by the look-ahead rule.
    var candidates = 4
    /// ReLUs that the pseudo-costs choose them from.
    var pool = 48
    /// Times that a ReLU must have been tried before its pseudo-costs stand in for a trial.
    var reliability = 8
    /// Steps of ascent at the root, for a trial, and for a child that stays.
    var rootSteps = 100
    var lookAheadSteps = 4
    var childSteps = 4
    /// Steps towards each bound of a pre-activation.
    var intermediateSteps = 20
    /// The same where upper planes are moved on the way.
    var planeSteps = 60
    /// Step lengths of α and β in the first step, and the factor on both per step.
    var alphaStep: Float = 0.1
    var betaStep: Float = 0.3
    var decay: Float = 0.97
    /// Nodes after which upper planes over the inputs take the place of triangles; 0 is never.
    var planes = 500
    /// How far weights of planes move in the first step at the root, and for a child that stays.
    var rootPlaneStep: Float = 1.2
    var childPlaneStep: Float = 0.18
    /// Give later ReLUs planes as well, once planes are used.
    var hiddenPlanes = true
    /// Whether that is now.
    var choosesPlanes = false
    /// Nodes after which the bounds of later stages are refined by searches of their own; 0 is never.
    var refine = 5000
    /// Bytes that open domains may take before the search gives up.
    var memory = 2 << 30

    /// How far below the best point a bound may stay where the worst margin is sought, relative to 1 + |margin|.
    static let tolerance = 1e-7

    /// What a domain's bound must exceed to close it.
    func threshold(_ best: WitnessSearch.Found?) -> Double {
        guard seeksWorstMargin else { return allowance }
        return best.map { $0.margin - Self.tolerance * (1 + abs($0.margin)) } ?? .infinity
    }

    /// Whether `best` ends the search.
    func isDecisive(_ best: WitnessSearch.Found?) -> Bool {
        !seeksWorstMargin && (best?.margin ?? .infinity) <= witnessThreshold
    }

    /// The same once planes are used: they need more steps, and take more memory.
    var withPlanes: SearchSettings {
        var settings = self
        settings.batchSize = min(batchSize, 16)
        settings.childSteps = max(childSteps, 20)
        settings.choosesPlanes = hiddenPlanes
        return settings
    }

    /// The same for many small searches of bounds.
    var refining: SearchSettings {
        var settings = self
        settings.seeksWorstMargin = false
        settings.allowance = 0
        settings.witnessThreshold = 0
        settings.bounding = .ascent
        settings.order = .worstFirst
        settings.batchSize = min(batchSize, 16)
        settings.rootSteps = 20
        settings.rule = .intercept
        settings.choosesPlanes = false
        return settings
    }

    /// The same without what proofs cannot hold: boxes with bounds by linear programs of their own.
    var recordable: SearchSettings {
        var settings = self
        if rule == .inputSplit { settings.bounding = .ascent }
        return settings
    }

    /// The same with linear programs for every domain.
    var byPrograms: SearchSettings {
        var settings = self
        settings.bounding = .lp
        if rule == .inputSplit { settings.rule = .lookAhead }
        settings.halvesBoxes = false
        // Both rest on ascent.
        settings.refine = 0
        settings.planes = 0
        return settings
    }
}
