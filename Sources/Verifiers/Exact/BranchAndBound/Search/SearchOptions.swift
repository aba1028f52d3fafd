import Questions

/// The options of `bab`, as suite files write them.
struct SearchOptions: Sendable {
    /// What bounds the pre-activations before the search.
    enum Intermediate: String, CaseIterable { case ascent, lp }

    let timeLimit: Double
    let attackSteps: Int
    let attackRestarts: Int
    private(set) var intermediate: Intermediate
    var settings = SearchSettings()

    static let descriptors: [OptionDescriptor] = {
        let standard = SearchSettings()
        return [
            OptionDescriptor(
                "time-limit", .duration(0.001...1e6), default: .number(60), unit: "s", isLimit: true,
                help: "Wall-clock seconds per query, bounds included."),
            OptionDescriptor(
                "objective", .choice(["feasibility", "worst-margin"]), default: .text("feasibility"),
                help: "Stop at the first proof or witness, or go on to the worst margin itself."),
            OptionDescriptor(
                "bounds", .choice(DomainBounding.allCases.map(\.rawValue)), default: .text(standard.bounding.rawValue),
                help: "What bounds a domain: batched dual ascent, or its linear program."),
            OptionDescriptor(
                "intermediate", .choice(Intermediate.allCases.map(\.rawValue)), default: .text("ascent"),
                help: "What bounds pre-activations and margins before the search: dual ascent, or linear programs."),
            OptionDescriptor(
                "branching", .choice(BranchingRule.allCases.map(\.rawValue)), default: .text(standard.rule.rawValue),
                help: "Which ReLU, or input, to split."),
            OptionDescriptor(
                "order", .choice(NodeOrder.allCases.map(\.rawValue)), default: .text(standard.order.rawValue),
                help: "Which open domains come next."),
            OptionDescriptor(
                "batch-size", .integer(1...65_536), default: .integer(standard.batchSize),
                help: "Domains split at a time."),
            OptionDescriptor(
                "candidates", .integer(1...64), default: .integer(standard.candidates),
                help: "ReLUs tried per domain by look-ahead."),
            OptionDescriptor(
                "reliability", .integer(0...1_000_000), default: .integer(standard.reliability),
                help: "Trials of a ReLU after which look-ahead trusts its pseudo-costs; 0 is never."),
            OptionDescriptor(
                "refine", .integer(0...1_000_000_000), default: .integer(standard.refine), unit: "nodes",
                help: "Nodes after which searches of their own may refine the bounds of later layers; 0 is never."),
            OptionDescriptor(
                "planes", .integer(0...1_000_000_000), default: .integer(standard.planes), unit: "nodes",
                help: "Nodes after which planes over the inputs may take the place of triangles; 0 is never."),
            OptionDescriptor(
                "hidden-planes", .boolean, default: .boolean(standard.hiddenPlanes), cameLater: true,
                help: "With planes over the inputs, planes of later layers over the values of the layer before."),
            OptionDescriptor(
                "memory", .integer(1...1_000_000), default: .integer(standard.memory >> 20), unit: "MiB", isLimit: true,
                help: "What open domains may take."),
            OptionDescriptor(
                "attack-steps", .integer(0...100_000), default: .integer(40),
                help: "Steps of the attack that comes first; 0 is none."),
            OptionDescriptor(
                "attack-restarts", .integer(1...10_000), default: .integer(3),
                help: "Runs of the attack that comes first; all but the first see past dead ReLUs (pgd's smoothing)."),
            Arithmetic.option,
        ]
    }()

    init(_ call: MethodCall) {
        timeLimit = call.number("time-limit")
        attackSteps = call.integer("attack-steps")
        attackRestarts = call.integer("attack-restarts")
        intermediate = Intermediate(rawValue: call.text("intermediate")) ?? .ascent
        settings.seeksWorstMargin = call.text("objective") == "worst-margin"
        settings.bounding = DomainBounding(rawValue: call.text("bounds")) ?? settings.bounding
        settings.rule = BranchingRule(rawValue: call.text("branching")) ?? settings.rule
        settings.order = NodeOrder(rawValue: call.text("order")) ?? settings.order
        settings.batchSize = call.integer("batch-size")
        settings.candidates = call.integer("candidates")
        settings.reliability = call.integer("reliability")
        settings.refine = call.integer("refine")
        settings.planes = call.integer("planes")
        settings.hiddenPlanes = call.booleanIfPresent("hidden-planes") ?? settings.hiddenPlanes
        settings.memory = call.integer("memory") << 20
    }

    /// The same with bounds by linear programs throughout, and splits of ReLUs: they describe balls, which ascent and halved boxes
    /// do not, and work in double precision.
    var byPrograms: SearchOptions {
        var options = self
        options.intermediate = .lp
        options.settings = settings.byPrograms
        return options
    }

    /// The same for l2 balls, of whose part in a box planes over that box know nothing. Proofs do not hold halved boxes that miss
    /// the ball: where one is recorded, ReLUs are split.
    func onTwoBalls(isRecorded: Bool) -> SearchOptions {
        var options = self
        options.settings.planes = 0
        if isRecorded, settings.rule == .inputSplit { options.settings.rule = .lookAhead }
        return options
    }

    /// Up to so many inputs that are not fixed, the boxes of a given set are halved.
    private static let fewInputs = 12

    /// The same for a set that a file states: of few inputs, boxes of them are halved, unless another rule than the usual one is
    /// asked for.
    func suited(toGiven box: Box) -> SearchOptions {
        let moving = zip(box.lower, box.upper).count { $0 < $1 }
        guard settings.rule == .lookAhead, moving <= Self.fewInputs, settings.bounding == .ascent,
            !settings.seeksWorstMargin
        else { return self }
        var options = self
        options.settings.halvesBoxes = true
        return options
    }

    var isByPrograms: Bool { intermediate == .lp && settings.bounding == .lp && settings.rule != .inputSplit }
}
