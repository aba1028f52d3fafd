import Questions
import Testing

@Suite struct ContradictionTests {
    @Test func aRefusedProofLeavesNothingOfRobust() {
        let robust = Outcome(verdict: .robust, marginLower: 0.5, distanceLower: 2, note: "slow")
        let left = robust.contradicted(by: "class 3: the bound is -1")
        #expect(left.verdict == .unknown && left.reason == .proofRefused)
        #expect(left.marginLower == nil && left.distanceLower == nil)
        #expect(left.note == "slow; its own proof is refused: class 3: the bound is -1")
    }

    @Test(arguments: Verdict.allCases.filter { $0 != .robust }) func otherVerdictsDoNotRestOnIt(verdict: Verdict) {
        let outcome = Outcome(verdict: verdict, marginLower: -1)
        #expect(outcome.contradicted(by: "x") == outcome)
    }
}

@Suite struct RevisionTests {
    private let method = MethodDescriptor(
        name: "m", title: "M", summary: "", source: "", claim: .lowerBound, norms: Set(Norm.allCases), revision: 3,
        costRank: 1)

    @Test func answersOfTheFirstAnalysisHoldWhereItDid() {
        #expect(method.revision(for: .infinity, keepsFirstAnalysis: true) == 3)
        let later = method.revision(for: .infinity, keepsFirstAnalysis: false)
        #expect(later != 3 && MethodDescriptor.isOfSecondAnalysis(later))
        #expect(!MethodDescriptor.isOfSecondAnalysis(3))
    }

    @Test func `answers to given questions have a revision of their own`() {
        var search = method
        search.givenRevision = 2
        #expect(search.revision(for: .infinity, keepsFirstAnalysis: true, isGiven: true) == 5)
        #expect(search.revision(for: .infinity, keepsFirstAnalysis: true) == 3)
        for keeps in [false, true] {
            let given = search.revision(for: .infinity, keepsFirstAnalysis: keeps, isGiven: true)
            #expect(given == search.revision(for: .infinity, keepsFirstAnalysis: keeps) + 2)
        }
    }

    @Test func boundsOverBallsAreOthersThanTheyWere() {
        let later = method.revision(for: .infinity, keepsFirstAnalysis: false)
        for keeps in [false, true] {
            for norm in [Norm.one, .two] {
                let cut = method.revision(for: norm, keepsFirstAnalysis: keeps)
                #expect(cut > later && MethodDescriptor.isOfSecondAnalysis(cut))
            }
        }
        // Nothing of what does not bound over the ball changed.
        var attack = method
        attack.claim = .distance
        #expect(attack.revision(for: .one, keepsFirstAnalysis: true) == later)
    }

    @Test func optionsDecideWhatAMethodClaims() {
        let certify = OptionDescriptor(
            "certify", .boolean, default: .boolean(true), absentMeans: .boolean(false), help: "")
        let solver = MethodDescriptor(
            name: "s", title: "S", summary: "", source: "", claim: .exact, norms: [.infinity], options: [certify],
            costRank: 2, isRigorous: false, certifyingOption: "certify")
        #expect(solver.resolved(for: MethodCall(solver)).isRigorous)
        let loose = MethodCall(solver, options: ["certify": .boolean(false)])
        #expect(!solver.resolved(for: loose).isRigorous)
        // What was done before the option came has the configuration of then.
        #expect(loose.options.isEmpty && MethodCall(solver).options.count == 1)
        #expect(!method.resolved(for: MethodCall(method)).coversSinglePrecision)
    }
}
