import Questions
import Testing

/// A larger limit leaves decided answers as they are.
@Suite struct LimitTests {
    private func configuration(
        _ claim: Claim = .exact, limit: Double = 10, memory: Int = 100, other: Int = 1,
        objective: String = "feasibility",
        measure: Measure = .margin, budget: Budget = Budget()
    ) -> (configuration: Configuration, descriptor: MethodDescriptor) {
        let descriptor = MethodDescriptor(
            name: "probe", title: "", summary: "", source: "", claim: claim, norms: [.infinity],
            options: [
                OptionDescriptor("time-limit", .duration(0...1e6), default: .number(60), isLimit: true, help: ""),
                OptionDescriptor("memory", .integer(1...1000), default: .integer(9), isLimit: true, help: ""),
                OptionDescriptor("other", .integer(1...1000), default: .integer(9), help: ""),
                OptionDescriptor(
                    "objective", .choice(["feasibility", "worst-margin"]), default: .text("feasibility"), help: ""),
            ], costRank: 1)
        let call = MethodCall(
            descriptor,
            options: [
                "time-limit": .number(limit), "memory": .integer(memory), "other": .integer(other),
                "objective": .text(objective),
            ])
        return (
            Configuration(
                network: Digest(of: "n"), perturbation: PerturbationSet(epsilon: 0.1), method: call, revision: 1,
                reference: .label, measure: measure, budget: budget), descriptor
        )
    }

    @Test func largerLimits() {
        let (old, descriptor) = configuration()
        func decides(_ new: (configuration: Configuration, descriptor: MethodDescriptor)) -> Bool {
            old.decides(new.configuration, describedBy: descriptor)
        }
        #expect(decides(configuration(limit: 20)) && decides(configuration(memory: 101)))
        #expect(decides(configuration(limit: 1e4, memory: 900, budget: Budget(perQuerySeconds: 70))))
        #expect(!decides(configuration(limit: 9)) && !decides(configuration(limit: 20, memory: 99)))
        #expect(!decides(configuration()) && !decides(configuration(limit: 20, other: 2)))
        #expect(!decides(configuration(limit: 20, budget: Budget(perQuerySeconds: 59))))
        #expect(!decides(configuration(limit: 20, budget: Budget(memoryBytes: 1 << 20))))
        #expect(!decides(configuration(limit: 20, measure: .verdict)))
    }

    /// A point is classified the same whatever set stands around it, and however long one looks.
    @Test func points() {
        let (old, descriptor) = configuration(.classification, measure: .verdict)
        var new = old
        new.perturbation = PerturbationSet(norm: .two, epsilon: 0, domain: nil)
        #expect(old.decides(new, describedBy: descriptor))
        new.reference = .prediction
        #expect(!old.decides(new, describedBy: descriptor))
        let (start, ofBound) = configuration(.lowerBound, measure: .verdict)
        var bound = start
        var larger = bound
        larger.perturbation.epsilon = 0
        #expect(!bound.decides(larger, describedBy: ofBound))
        #expect(descriptor.isFinal(.unknown, .noWitnessFound) && !descriptor.isFinal(.unknown, .witnessUndecided))
        #expect(!ofBound.isFinal(.unknown, .boundTooLoose) && ofBound.isFinal(.robust, nil))
        // How far a set can grow is found out anew.
        bound.form.goal = .minimumDistortion(tolerance: 0.1)
        larger = bound
        larger.method.options["time-limit"] = .number(1e4)
        #expect(!bound.decides(larger, describedBy: ofBound))
    }

    /// Where more time may give a better margin, nothing carries over.
    @Test func margins() {
        for (claim, measure, objective, expected) in [
            (Claim.exact, Measure.margin, "worst-margin", false), (.lowerBound, .margin, "feasibility", false),
            (.lowerBound, .verdict, "feasibility", true), (.attack, .verdict, "feasibility", true),
        ] {
            let (old, descriptor) = configuration(claim, objective: objective, measure: measure)
            let new = configuration(claim, limit: 20, objective: objective, measure: measure).configuration
            #expect(old.decides(new, describedBy: descriptor) == expected, "\(claim) \(measure) \(objective)")
        }
    }
}
