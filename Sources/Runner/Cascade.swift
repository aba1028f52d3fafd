import Questions
import ResultStore

/// What the answer of one method says about another method's answer to the same query: the rules by which a stronger
/// method is asked only what cheaper ones left open. A pure function; only methods that ran themselves imply anything.
///
/// | cheaper method says | attack | bound, distance | bound that dominates it | exact |
/// | --- | --- | --- | --- | --- |
/// | misclassified (classification) | falsified | decided elsewhere | decided elsewhere | falsified |
/// | falsified | ask | decided elsewhere | decided elsewhere | falsified |
/// | robust | decided elsewhere | ask | robust | robust |
///
/// One exact method never answers for another: whoever lists two wants to compare them. What external tools claim implies
/// nothing, and nothing answers for them.
///
/// Where margins are measured, only exact methods are spared, and all methods on misclassified samples.
public struct Cascade: Sendable, Hashable {
    public var measure: Measure
    public var reference: ReferenceLabel
    /// Whether every wrong class is adversarial.
    private let countsEveryClass: Bool
    private let dominated: [String: Set<String>]

    public init(
        catalog: MethodCatalog, measure: Measure, reference: ReferenceLabel, property: PropertyCall = .allClasses,
        norm: Norm = .infinity
    ) {
        countsEveryClass = property == .allClasses
        self.measure = measure
        self.reference = reference
        dominated = Dictionary(
            uniqueKeysWithValues: catalog.methods.map { ($0.name, catalog.dominated(by: $0.name, on: norm)) })
    }

    /// Whether any answer of `source` could settle a query of `target`, so that `target` has to wait for it.
    public func mayImply(_ source: MethodDescriptor, _ target: MethodDescriptor) -> Bool {
        [Verdict.robust, .falsified].contains { verdict in
            derived(for: target, from: source, saying: Answer(verdict: verdict), id: "") != nil
        }
    }

    /// The answer of `target` that follows from `source`, named `id` in the suite, saying `answer`; `nil` if none does.
    ///
    /// `source` must come before `target` in order of cost: what follows may not depend on the order in which answers
    /// happened to arrive.
    public func derived(
        for target: MethodDescriptor, from source: MethodDescriptor, saying answer: Answer, id: String
    ) -> Answer? {
        guard answer.impliedBy == nil, target.claim != .classification, !source.isExternal, !target.isExternal else {
            return nil
        }
        let elsewhere = Answer(verdict: .unknown, reason: .decidedElsewhere, impliedBy: id)
        let falsified = Answer(verdict: .falsified, impliedBy: id, marginUpper: answer.marginUpper)
        let robust = Answer(verdict: .robust, impliedBy: id, marginLower: answer.marginLower)
        if source.claim == .classification {
            // The class that the network predicts cannot be misclassified, and a wrong class need not be a target.
            guard answer.verdict == .falsified, reference == .label, countsEveryClass else { return nil }
            return target.claim == .attack || target.claim == .exact ? falsified : elsewhere
        }
        guard measure == .verdict || target.claim == .exact, source.claim != .exact || target.claim != .exact else {
            return nil
        }
        switch (answer.verdict, target.claim) {
        case (.falsified, .exact): return falsified
        case (.falsified, .lowerBound), (.falsified, .distance): return elsewhere
        case (.robust, .attack): return elsewhere
        case (.robust, .exact), (.robust, .lowerBound):
            guard target.claim == .exact || dominated[target.name, default: []].contains(source.name) else {
                return nil
            }
            // A proof by tolerances never becomes one by rigorous rounding, nor one about real numbers one about floats.
            guard source.isRigorous || !target.isRigorous,
                source.coversSinglePrecision || !target.coversSinglePrecision
            else { return nil }
            return robust
        default: return nil
        }
    }
}

extension Answer {
    /// What a distance that a method certified at one size says at another; `nil` where it certified none.
    func ofDistance(at size: Double, id: String) -> Answer? {
        guard impliedBy == nil, let distanceLower, verdict == .robust || verdict == .unknown else { return nil }
        return distanceLower > size
            ? Answer(verdict: .robust, impliedBy: id, distanceLower: distanceLower)
            : Answer(verdict: .unknown, reason: .boundTooLoose, impliedBy: id, distanceLower: distanceLower)
    }
}
