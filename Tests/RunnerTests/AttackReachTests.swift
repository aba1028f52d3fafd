import Questions
import Runner
import Testing

@Suite struct AttackReachTests {
    private static let descriptor = MethodDescriptor(
        name: "pgd", title: "PGD", summary: "", source: "", claim: .attack, norms: [.infinity],
        options: [
            OptionDescriptor("steps", .integer(1...1000), default: .integer(40), help: ""),
            OptionDescriptor("step-size", .number(0...1), default: .number(0.01), help: ""),
            OptionDescriptor("step-share", .number(0...1), default: .number(0), cameLater: true, help: ""),
            OptionDescriptor("restarts", .integer(1...10), default: .integer(1), help: ""),
            OptionDescriptor("start", .choice(["sample", "uniform"]), default: .text("sample"), help: ""),
        ], costRank: 1)

    private func warning(_ options: [String: OptionValue], _ epsilons: [Double]) -> String? {
        AttackReach.warning(of: MethodCall(Self.descriptor, options: options), epsilons: epsilons)
    }

    @Test func stepsThatReachTheRim() {
        #expect(warning([:], [0.1, 0.4]) == nil)
        // Ten steps of 0.01 are 0.1, whatever doubles make of it.
        #expect(warning(["steps": .integer(10)], [0.1]) == nil)
        #expect(warning(["steps": .integer(3), "step-size": .number(0.1)], [0.3]) == nil)
    }

    @Test func stepsThatDoNot() {
        let text = warning(["steps": .integer(10)], [0.05, 0.2, 0.3])
        #expect(text?.hasPrefix("pgd cannot reach ε = 0.2, 0.3: 10 steps of 0.01 lead no further than 0.1") == true)
    }

    /// Shares of the size reach the rim of every ball, or of none.
    @Test func sharesOfTheSize() {
        #expect(warning(["step-share": .number(0.1)], [0.1, 400]) == nil)
        #expect(warning(["step-share": .number(0.1), "steps": .integer(10)], [7]) == nil)
        let text = warning(["step-share": .number(0.1), "steps": .integer(5)], [0.001])
        #expect(text?.hasPrefix("pgd cannot reach the rim of any set: 5 steps of 0.1 ε") == true)
    }

    @Test func randomStartsReachEverything() {
        #expect(warning(["steps": .integer(1), "restarts": .integer(2)], [0.3]) == nil)
        #expect(warning(["steps": .integer(1), "start": .text("uniform")], [0.3]) == nil)
    }

    @Test func otherMethodsTakeNoSteps() {
        let other = MethodDescriptor(
            name: "x", title: "X", summary: "", source: "", claim: .lowerBound, norms: [.infinity], costRank: 1)
        #expect(AttackReach.warning(of: MethodCall(other), epsilons: [9]) == nil)
    }
}
