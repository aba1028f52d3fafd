import Questions
import ResultStore
import Runner
import Testing

@Suite struct CascadeTests {
    /// The rules once more, as a list instead of code: what `target` gets when `source` says robust or falsified in
    /// verdict mode. `R`, `F`: the same verdict; `E`: decided elsewhere; `-`: must be asked.
    private static let table: [String: [String: String]] = [
        // source: [target: (robust)(falsified)]
        "clean": [
            "clean": "--", "hunt": "-F", "radius": "-E", "loose": "-E", "other": "-E", "tight": "-E", "exact": "-F",
        ],
        "hunt": [
            "clean": "--", "hunt": "E-", "radius": "-E", "loose": "-E", "other": "-E", "tight": "-E", "exact": "RF",
        ],
        "radius": [
            "clean": "--", "hunt": "E-", "radius": "-E", "loose": "-E", "other": "-E", "tight": "-E", "exact": "RF",
        ],
        "loose": [
            "clean": "--", "hunt": "E-", "radius": "-E", "loose": "-E", "other": "-E", "tight": "RE", "exact": "RF",
        ],
        "other": [
            "clean": "--", "hunt": "E-", "radius": "-E", "loose": "-E", "other": "-E", "tight": "-E", "exact": "RF",
        ],
        "tight": [
            "clean": "--", "hunt": "E-", "radius": "-E", "loose": "-E", "other": "-E", "tight": "-E", "exact": "RF",
        ],
        "exact": [
            "clean": "--", "hunt": "E-", "radius": "-E", "loose": "-E", "other": "-E", "tight": "-E", "exact": "--",
        ],
    ]

    private func letter(_ answer: Answer?, saying verdict: Verdict) -> Character {
        guard let answer else { return "-" }
        if answer.verdict == .unknown, answer.reason == .decidedElsewhere { return "E" }
        return answer.verdict == .robust ? "R" : answer.verdict == .falsified ? "F" : "?"
    }

    @Test func followsTheTableForEveryPairAndVerdict() throws {
        for measure in Measure.allCases {
            for reference in ReferenceLabel.allCases {
                let cascade = Cascade(catalog: ToyProblem.catalog, measure: measure, reference: reference)
                for source in ToyProblem.methods {
                    for target in ToyProblem.methods {
                        for verdict in Verdict.allCases {
                            var expected: Character = "-"
                            let row = try #require(Self.table[source.name]?[target.name])
                            if verdict == .robust { expected = row.first ?? "?" }
                            if verdict == .falsified { expected = row.last ?? "?" }
                            if source.claim == .classification {
                                if reference == .prediction { expected = "-" }
                            } else if measure == .margin, target.claim != .exact {
                                expected = "-"
                            }
                            let trace: Comment =
                                "\(measure) \(reference): \(source.name) says \(verdict), what of \(target.name)?"
                            let said = Answer(verdict: verdict, marginLower: 0.5, marginUpper: -0.5)
                            let derived = cascade.derived(for: target, from: source, saying: said, id: "the-id")
                            #expect(letter(derived, saying: verdict) == expected, trace)
                            if let derived {
                                #expect(derived.impliedBy == "the-id", trace)
                                #expect(derived.marginLower == (derived.verdict == .robust ? 0.5 : nil), trace)
                                #expect(derived.marginUpper == (derived.verdict == .falsified ? -0.5 : nil), trace)
                            }
                            let implied = Answer(verdict: verdict, impliedBy: "third")
                            #expect(
                                cascade.derived(for: target, from: source, saying: implied, id: "x") == nil, trace)
                        }
                        let may = cascade.mayImply(source, target)
                        let does = Verdict.allCases.contains {
                            cascade.derived(for: target, from: source, saying: Answer(verdict: $0), id: "") != nil
                        }
                        #expect(may == does, "\(source.name) → \(target.name)")
                    }
                }
            }
        }
    }

    /// A wrong class need not be one of the targets.
    @Test func misclassifiedIsNoAnswerAboutTargets() {
        let exact = ToyProblem.describe("exact", .exact, batch: 1, rank: 2)
        let clean = ToyProblem.describe("clean", .classification, batch: 1, rank: 0)
        let wrong = Answer(verdict: .falsified, marginUpper: -1)
        for (property, verdict) in [
            (PropertyCall.allClasses, Verdict.falsified),
            (PropertyCall(TargetClasses.descriptor, classes: [3]), nil),
        ] {
            let cascade = Cascade(
                catalog: MethodCatalog([clean, exact]), measure: .verdict, reference: .label, property: property)
            #expect(cascade.derived(for: exact, from: clean, saying: wrong, id: "c")?.verdict == verdict)
        }
    }

    @Test func aProofByTolerancesNeverBecomesRigorous() {
        let sloppy = ToyProblem.describe("sloppy", .lowerBound, batch: 1, rank: 1, rigorous: false)
        let strict = ToyProblem.describe("strict", .lowerBound, batch: 1, rank: 2, dominates: ["sloppy"])
        let lax = ToyProblem.describe("lax", .exact, batch: 1, rank: 3, rigorous: false)
        let cascade = Cascade(
            catalog: MethodCatalog([sloppy, strict, lax]), measure: .verdict, reference: .label)
        let robust = Answer(verdict: .robust, marginLower: 1)
        #expect(cascade.derived(for: strict, from: sloppy, saying: robust, id: "s") == nil)
        #expect(cascade.derived(for: lax, from: sloppy, saying: robust, id: "s")?.verdict == .robust)
    }
}
