import Questions
import Testing

/// A larger limit leaves decided answers as they are.
@Suite struct LimitTests {
    /// Processor time counts where it is what ends a query on a quiet machine.
    @Test func whatEndsAQueryFirst() {
        var measured = Measurements()
        (measured.wallSeconds, measured.cpuSeconds) = (9, 4)
        func time(_ wall: Double, _ cpu: Double?) -> [Double] {
            let budget = Budget(perQuerySeconds: wall, cpuSeconds: cpu)
            return [budget.bindingSeconds, measured.seconds(under: budget)]
        }
        #expect(time(10, nil) == [10, 9] && time(10, 20) == [10, 9] && time(600, 4) == [4, 4])
        #expect(Budget(perQuerySeconds: 600, cpuSeconds: 4).bindingText == "4 CPU s")
        #expect(Budget(perQuerySeconds: 60).bindingText == "60 s")
    }

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
            old.carries(to: new.configuration, describedBy: descriptor) == .decided
        }
        #expect(decides(configuration(limit: 20)) && decides(configuration(memory: 101)))
        #expect(decides(configuration(limit: 1e4, memory: 900, budget: Budget(perQuerySeconds: 70))))
        #expect(!decides(configuration(limit: 9)) && !decides(configuration(limit: 20, memory: 99)))
        #expect(!decides(configuration()) && !decides(configuration(limit: 20, other: 2)))
        // The budget does not come into it where the method's own limit is less.
        #expect(decides(configuration(limit: 20, budget: Budget(perQuerySeconds: 59))))
        #expect(!decides(configuration(limit: 20, budget: Budget(perQuerySeconds: 9))))
        #expect(!decides(configuration(limit: 20, budget: Budget(memoryBytes: 1 << 20))))
        #expect(!decides(configuration(limit: 20, measure: .verdict)))
    }

    /// The same time and memory, said by an option or by the budget.
    @Test func equalLimits() {
        let (old, descriptor) = configuration(
            limit: 60, memory: 900, budget: Budget(perQuerySeconds: 20, memoryBytes: 1 << 29))
        let (new, _) = configuration(limit: 20, memory: 512, budget: Budget(perQuerySeconds: 20, memoryBytes: 1 << 29))
        #expect(old.limit == new.limit && new.limit == Budget(perQuerySeconds: 20, memoryBytes: 1 << 29))
        #expect(old.carries(to: new, describedBy: descriptor) == .everything)
        #expect(new.carries(to: old, describedBy: descriptor) == .everything)
        let (worst, _) = configuration(limit: 60, objective: "worst-margin", measure: .margin, budget: new.budget)
        #expect(old.carries(to: worst, describedBy: descriptor) == .none)
    }

    /// Processor time is a limit like the others; without one there is all of it.
    @Test func processorTime() {
        func budget(_ cpu: Double?) -> Budget { Budget(cpuSeconds: cpu) }
        let (old, descriptor) = configuration(budget: budget(5))
        func carries(_ cpu: Double?, from old: Configuration) -> Configuration.Carrying {
            old.carries(to: configuration(budget: budget(cpu)).configuration, describedBy: descriptor)
        }
        #expect(carries(6, from: old) == .decided && carries(nil, from: old) == .decided)
        #expect(carries(4, from: old) == .none)
        let free = configuration(budget: budget(nil)).configuration
        #expect(carries(4, from: free) == .none && carries(nil, from: free) == .none)
        #expect(old.limit.cpuSeconds == 5 && free.limit.cpuSeconds == nil)
        #expect(budget(5).intersection(budget(7)).cpuSeconds == 5)
        #expect(budget(nil).intersection(budget(7)) == budget(7))
        #expect(free.differences(from: old) == ["CPU budget: 5.0 s → unlimited"])
    }

    /// A deadline of processor time passes when this process has worked, not when it has slept.
    @Test func deadlines() {
        let deadline = Deadline(after: 60, cpuSeconds: 0.2)
        #expect(!deadline.hasPassed && deadline.remaining <= 0.2)
        let (half, own) = (deadline.part(0.5), deadline.earlier(after: 20))
        #expect(half.remaining <= 0.1 && own.remaining <= 0.2 && own.remaining > half.remaining)
        var sum = 0.0
        let start = ContinuousClock.now
        while !deadline.hasPassed, ContinuousClock.now - start < .seconds(30) { sum += sum.squareRoot() + 1 }
        #expect(deadline.isOutOfProcessorTime && deadline.remaining == 0 && half.hasPassed && own.hasPassed && sum > 0)
        let asleep = Deadline(after: 0.01, cpuSeconds: 1e6)
        while !asleep.hasPassed {}
        #expect(!asleep.isOutOfProcessorTime && asleep.part(0.5).hasPassed)
        #expect(Deadline(after: 1, cpuSeconds: .nan).hasPassed)
        #expect(Deadline.never.part(0.5).remaining == .infinity && !Deadline.never.isOutOfProcessorTime)
    }

    @Test func granting() {
        let (configuration, descriptor) = configuration()
        let limit = Budget(perQuerySeconds: 3, memoryBytes: 7 << 20)
        var granted = configuration
        granted.method = configuration.method.granting(limit, describedBy: descriptor)
        #expect(granted.limit == limit && granted.method.integer("other") == 1)
        let free = MethodDescriptor(
            name: "free", title: "", summary: "", source: "", claim: .attack, norms: [.infinity], costRank: 1)
        #expect(MethodCall(free).granting(limit, describedBy: free) == MethodCall(free))
    }

    /// A point is classified the same whatever set stands around it, and however long one looks.
    @Test func points() {
        let (old, descriptor) = configuration(.classification, measure: .verdict)
        var new = old
        new.perturbation = PerturbationSet(norm: .two, epsilon: 0, domain: nil)
        #expect(old.carries(to: new, describedBy: descriptor) != .none)
        new.reference = .prediction
        #expect(old.carries(to: new, describedBy: descriptor) == .none)
        let (start, ofBound) = configuration(.lowerBound, measure: .verdict)
        var bound = start
        var larger = bound
        larger.perturbation.epsilon = 0
        #expect(bound.carries(to: larger, describedBy: ofBound) == .none)
        #expect(descriptor.isFinal(.unknown, .noWitnessFound) && !descriptor.isFinal(.unknown, .witnessUndecided))
        #expect(!ofBound.isFinal(.unknown, .boundTooLoose) && ofBound.isFinal(.robust, nil))
        // A search over sizes that came to its end would ask nothing more.
        bound.form.goal = .minimumDistortion(tolerance: 0.1)
        larger = bound
        larger.method.options["time-limit"] = .number(1e4)
        larger.budget.perQuerySeconds = 1e4
        #expect(bound.carries(to: larger, describedBy: ofBound) == .decided)
        #expect(larger.carries(to: bound, describedBy: ofBound) == .none)
        #expect(ofBound.isFinal(.unknown, .boundTooLoose, ofSearch: true))
        #expect(!ofBound.isFinal(.unknown, nil, ofSearch: true, ending: .timeout))
        #expect(!ofBound.isFinal(.timeout, nil, ofSearch: true))
    }

    /// Where more time may give a better margin, nothing carries over.
    @Test func margins() {
        for (claim, measure, objective, expected) in [
            (Claim.exact, Measure.margin, "worst-margin", false), (.lowerBound, .margin, "feasibility", false),
            (.lowerBound, .verdict, "feasibility", true), (.attack, .verdict, "feasibility", true),
        ] {
            let (old, descriptor) = configuration(claim, objective: objective, measure: measure)
            let new = configuration(claim, limit: 20, objective: objective, measure: measure).configuration
            #expect(
                (old.carries(to: new, describedBy: descriptor) == .decided) == expected,
                "\(claim) \(measure) \(objective)")
        }
    }
}
