import Questions
import SuiteFiles
import Testing

/// Time and memory of a method: the suite's budget, or its own entry.
@Suite struct MethodLimitTests {
    private static let budget = "budget: { per-query: 20 s, memory: 2 GiB }"

    private func method(_ entry: String, question: String = "robust-error") throws -> SuiteMethod {
        let networks =
            question == "robust-error" ? "[{ id: A, file: a.pth, epsilons: [0.1] }]" : "[{ id: A, file: a.pth }]"
        return try parse(
            suite(networks: networks, methods: "[\(entry)]", more: "\(Self.budget)\nquestion: \(question)")
        ).suite.methods[0]
    }

    private func limit(_ seconds: Double, gibibytes: Int = 2) -> Budget {
        Budget(perQuerySeconds: seconds, memoryBytes: gibibytes << 30)
    }

    @Test func theBudgetIsTheDefault() throws {
        for entry in ["pgd", "milp"] { #expect(try method(entry).budget == limit(20)) }
        #expect(try method("milp").call.number("time-limit") == 20)
    }

    /// A method without an option of its own is kept to less by the runner.
    @Test func anyMethodMayHaveLessOrMore() throws {
        let short = try method("pgd: { time-limit: 3 s, memory: 1 GiB, steps: 7 }")
        #expect(short.budget == limit(3, gibibytes: 1) && short.call.integer("steps") == 7)
        #expect(short.call.options["time-limit"] == nil)
        #expect(try method("pgd: { time-limit: 90 s, memory: 8 GiB }").budget == limit(90, gibibytes: 8))
    }

    /// The option says less, which is enough: keys of outcomes with a limit of their own stay.
    @Test func optionsLimitMethodsThatHaveThem() throws {
        let short = try method("milp: { time-limit: 5 s }")
        #expect(short.budget == limit(20) && short.call.number("time-limit") == 5)
        let long = try method("milp: { time-limit: 1 min }")
        #expect(long.budget == limit(60) && long.call.number("time-limit") == 60)
    }

    /// Processor time is not limited unless somebody says so.
    @Test func processorTime() throws {
        #expect(try method("pgd: { time-limit: 3 s }").budget.cpuSeconds == nil)
        #expect(try method("pgd: { cpu-limit: 90 s }").budget.cpuSeconds == 90)
        let milp = try method("milp: { cpu-limit: 1 min, time-limit: 5 s }")
        #expect(milp.budget.cpuSeconds == 60 && milp.call.options["cpu-limit"] == nil)
        let suite = try parse(
            suite(methods: "[pgd, milp: { cpu-limit: 500 ms }]", more: "budget: { per-query: 20 s, cpu: 7 s }"))
        #expect(suite.suite.methods.map(\.budget.cpuSeconds) == [7, 0.5])
    }

    /// A search over sizes has its limit for all of them.
    @Test func ofAMinimumDistortion() throws {
        let short = try method("milp: { time-limit: 5 s }", question: "minimum-distortion")
        #expect(short.budget == limit(5) && short.call.number("time-limit") == 5)
    }

    @Test(arguments: [
        ("pgd: { time-limit: 0 s }", "time-limit must be more than 0 s"),
        ("milp: { time-limit: 0 s }", "time-limit must be more than 0 s"),
        ("pgd: { time-limit: fast }", "time-limit must be a duration"), ("pgd: { memory: 5 }", "memory has no unit"),
        ("pgd: { cpu-limit: 0 s }", "cpu-limit must be more than 0 s"),
        ("milp: { cpu-limit: soon }", "cpu-limit must be a duration"),
        ("milp: { memory: 2 XB }", "is no unit of memory"), ("pgd: { time-limt: 3 s }", "time-limt"),
    ])
    func faultsNameThePlace(_ entry: String, _ message: String) {
        let found = faults(suite(methods: "[\(entry)]"))
        #expect(found.count == 1 && found[0].message.contains(message), "\(found)")
    }
}
