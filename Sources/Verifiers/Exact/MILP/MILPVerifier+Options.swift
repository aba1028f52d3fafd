import Questions

extension MILPVerifier {
    static let options = [
        OptionDescriptor(
            "time-limit", .duration(0.001...1e6), default: .number(30), unit: "s", isLimit: true,
            help: "Wall-clock seconds per query, bounds included."),
        OptionDescriptor(
            "tightening", .choice(BoundsTightening.Step.allCases.map(\.rawValue)), default: .text("lp"),
            help: "The tightest step of bounds tightening. With milp, no bound is rigorous."),
        OptionDescriptor(
            "progressive", .boolean, default: .boolean(true),
            help: "Take the cheaper steps first, each for the neurons still unstable; else the tightest for all."),
        OptionDescriptor(
            "tightening-limit", .duration(0.001...1e6), default: .number(1), unit: "s",
            help: "Wall-clock seconds per mixed-integer program of bounds tightening."),
        OptionDescriptor(
            "bounding-domain", .choice(["restricted", "whole"]), default: .text("restricted"),
            help: "What bounds hold on: the perturbation set, or the whole input domain."),
        OptionDescriptor(
            "formulation", .choice(["asymmetric", "loose"]), default: .text("asymmetric"),
            help: "Big-M of unstable ReLUs: each its own bounds l and u, or one constant per network."),
        OptionDescriptor(
            "question", .choice(["per-class", "max"]), default: .text("per-class"),
            help: "One model per class in the order of the LP margins, or one for the largest other logit."),
        OptionDescriptor(
            "objective", .choice(["feasibility", "worst-margin"]), default: .text("feasibility"),
            help: "Stop at the first proof or witness, or go on to the worst margin itself."),
        OptionDescriptor(
            "warm-start", .choice(["none", "pgd"]), default: .text("none"),
            help: "Whether a gradient attack comes first; its best point cuts the search off."),
        OptionDescriptor(
            "distance", .choice(["search", "objective"]), default: .text("search"), cameLater: true,
            help: "A minimum distortion: by asking size after size, or as the objective of a program per class."),
        OptionDescriptor(
            "certify", .boolean, default: .boolean(true), absentMeans: .boolean(false),
            help: "Have bab confirm what is called robust, within the limit; else it rests on the engine's tolerances."
        ),
        EngineOption.option(needing: [.integers]),
    ]
}
