import Foundation
import Questions
import Testing

/// Words that stand in stores, wire messages and suite files: they may never change.
@Suite struct VocabularyTests {
    @Test func verdicts() {
        #expect(
            Verdict.allCases.map(\.rawValue) == [
                "robust", "falsified", "unknown", "timeout", "outOfMemory", "crashed", "unsupported",
                "witnessRejected",
            ])
        #expect(Verdict.allCases.filter(\.isDecided) == [.robust, .falsified])
    }

    @Test func reasonsMeasuresReferencesClaimsAndLayers() {
        #expect(
            UnknownReason.allCases.map(\.rawValue)
                == [
                    "boundTooLoose", "noWitnessFound", "solverStopped", "decidedElsewhere", "outsideRange",
                    "witnessUndecided", "proofRefused", "notCertified",
                ])
        #expect(Measure.allCases.map(\.rawValue) == ["margin", "verdict"])
        #expect(ReferenceLabel.allCases.map(\.rawValue) == ["label", "prediction"])
        #expect(
            Claim.allCases.map(\.rawValue) == ["classification", "attack", "lowerBound", "exact", "distance"])
        #expect(
            LayerKind.allCases.map(\.rawValue) == [
                "linear", "conv2d", "relu", "max-pool", "average-pool", "add", "flatten", "normalise", "select",
                "concat", "reshape",
            ])
    }

    @Test func unknownWordsAreRefused() {
        for word in ["", "Robust", "sat", "out-of-memory"] { #expect(Verdict(rawValue: word) == nil) }
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Verdict].self, from: Data(#"["safe"]"#.utf8))
        }
    }

    @Test func defaults() {
        #expect(Budget() == Budget(perQuerySeconds: 60, memoryBytes: 4 * 1024 * 1024 * 1024))
        #expect(PerturbationSet(epsilon: 0.1) == PerturbationSet(norm: .infinity, epsilon: 0.1, domain: .unit))
        let outcome = Outcome(verdict: .unknown)
        #expect(outcome.marginLower == nil && outcome.witness == nil && outcome.measurements == Measurements())
    }
}

@Suite struct MethodCatalogTests {
    private func method(_ name: String, rank: Int, dominates: [String] = []) -> MethodDescriptor {
        MethodDescriptor(
            name: name, title: name.uppercased(), summary: "", source: "", claim: .lowerBound, norms: [.infinity],
            costRank: rank, dominates: dominates)
    }

    @Test func methodsStandInOrderOfCostThenName() {
        let catalog = MethodCatalog([
            method("z", rank: 1), method("c", rank: 2), method("b", rank: 2), method("a", rank: 3),
        ])
        #expect(catalog.methods.map(\.name) == ["z", "b", "c", "a"])
        #expect(catalog["b"]?.costRank == 2)
        #expect(catalog["d"] == nil)
    }

    @Test func dominatedIsTheTransitiveClosure() {
        let catalog = MethodCatalog([
            method("interval", rank: 0), method("greedy", rank: 1, dominates: ["interval"]),
            method("crown", rank: 1, dominates: ["interval"]), method("last", rank: 2, dominates: ["greedy"]),
            method("all", rank: 3, dominates: ["last", "crown"]), method("other", rank: 4),
        ])
        #expect(catalog.dominated(by: "all") == ["last", "crown", "greedy", "interval"])
        #expect(catalog.dominated(by: "last") == ["greedy", "interval"])
        #expect(catalog.dominated(by: "interval").isEmpty)
        #expect(catalog.dominated(by: "all", on: .two) == ["last", "crown", "greedy", "interval"])
        var cut = catalog.methods
        for index in cut.indices where cut[index].name == "all" { cut[index].exceptOnTwoBalls = ["crown"] }
        #expect(MethodCatalog(cut).dominated(by: "all", on: .two) == ["last", "greedy", "interval"])
        #expect(MethodCatalog(cut).dominated(by: "all", on: .one) == catalog.dominated(by: "all"))
        #expect(catalog.dominated(by: "other").isEmpty)
        #expect(catalog.dominated(by: "missing").isEmpty)
    }

    @Test func namesOutsideTheCatalogEndTheWalk() {
        let catalog = MethodCatalog([method("a", rank: 0, dominates: ["elsewhere"])])
        #expect(catalog.dominated(by: "a") == ["elsewhere"])
    }
}

@Suite struct DeadlineTests {
    @Test func neverHasNoEnd() {
        #expect(!Deadline.never.hasPassed)
        #expect(Deadline.never.remaining == .infinity)
        #expect(Deadline(after: .infinity).remaining == .infinity)
    }

    @Test func remainingCountsDownAndStopsAtZero() {
        let deadline = Deadline(after: 60)
        #expect(!deadline.hasPassed)
        #expect(deadline.remaining <= 60 && deadline.remaining > 50)
        #expect(Deadline(after: 0).hasPassed)
        #expect(Deadline(after: -5).hasPassed)
        #expect(Deadline(after: -5).remaining == 0)
    }

    @Test func earlierTakesTheNearerEnd() {
        #expect(Deadline.never.earlier(after: 30).remaining <= 30)
        #expect(Deadline(after: 30).earlier(after: 600).remaining <= 30)
        #expect(Deadline(after: 600).earlier(after: 30).remaining <= 30)
        #expect(Deadline(after: 600).earlier(after: 0).hasPassed)
        #expect(Deadline.never.earlier(after: .infinity).remaining == .infinity)
    }
}
