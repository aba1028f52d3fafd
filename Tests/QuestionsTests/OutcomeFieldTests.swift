import Questions
import TestSupport
import Testing

@Suite("The fields of an outcome") struct OutcomeFieldTests {
    /// Names of the stored properties of a value.
    private func properties(_ value: Any) -> [String] { Mirror(reflecting: value).children.compactMap(\.label) }

    /// A property that the list forgets would be lost in every format.
    @Test func everyStoredPropertyIsDeclared() {
        let outcome = EveryField.outcome()
        let own = properties(outcome).filter { $0 != "witness" && $0 != "measurements" }
        #expect(Set(own) == Set(OutcomeFields.current.claims.map(\.name) + OutcomeFields.current.remarks.map(\.name)))
        #expect(
            Set(properties(Witness(pixels: [], adversarialClass: 0))) == Set(OutcomeFields.current.witness.map(\.name)))
        #expect(Set(properties(outcome.measurements)) == Set(OutcomeFields.current.costs.map(\.name)))
    }

    /// Part, key of `verify --json`, key on the wire and in files, column of the store, column of results.csv.
    @Test func namesNeverChange() {
        let names = OutcomeField.all.filter { $0.edition == 1 }.map {
            "\($0.part) \($0.name) \($0.key) \($0.column) \($0.heading)"
        }
        let golden = [
            "claim verdict verdict verdict verdict",
            "claim reason reason reason reason",
            "claim impliedBy implied implied_by implied_by",
            "claim marginLower lower margin_lower margin_lower",
            "claim marginUpper upper margin_upper margin_upper",
            "claim distanceLower distance distance_lower distance_lower",
            "witness adversarialClass class adversarial_class adversarial_class",
            "witness marginFloat float margin_float witness_margin_float",
            "witness marginDouble double margin_double witness_margin_double",
            "witness pixels pixels witness witness",
            "cost wallSeconds wall wall_seconds wall_s",
            "cost cpuSeconds cpu cpu_seconds cpu_s",
            "cost peakMemoryBytes peak peak_memory_bytes peak_memory_bytes",
            "cost lpSolves lps lp_solves lp_solves",
            "cost lpFallbacks fallbacks lp_fallbacks lp_fallbacks",
            "cost simplexIterations iterations simplex_iterations simplex_iterations",
            "cost nodes nodes nodes nodes",
            "cost unstableByLayer unstable unstable_by_layer unstable_by_layer",
            "cost phases phases phases phases_s",
            "remark note note note note",
        ]
        #expect(names == golden, "a new field is of a new edition")
    }

    /// Reading and writing mean the same property, and no two fields mean one.
    @Test func everyFieldIsItsOwn() throws {
        let whole = EveryField.outcome()
        for (number, field) in OutcomeField.all.enumerated() {
            #expect(field.value(of: whole) == EveryField.value(of: field, 100 + number), "\(field.name)")
            var changed = whole
            #expect(field.set(EveryField.value(of: field, 301 + number), in: &changed))
            for other in OutcomeField.all {
                #expect((other.value(of: changed) != other.value(of: whole)) == (other === field), "\(other.name)")
            }
        }
    }

    @Test func fieldsRefuseWhatTheyCannotHold() {
        let values: [FieldValue] = [
            .number(1), .count(1), .text("sure"), .counts([1]), .numbers(["a": 1]), .pixels([1]),
        ]
        let own: [FieldForm: Int] = [
            .number: 0, .seconds: 0, .count: 1, .text: 2, .counts: 3, .secondsByName: 4, .pixels: 5,
        ]
        for field in OutcomeField.all {
            for (number, value) in values.enumerated() {
                var outcome = OutcomeFields.blank
                // No word of a closed set is among the values.
                #expect(field.set(value, in: &outcome) == (own[field.form] == number), "\(field.name) \(value)")
            }
        }
    }

    @Test func whatSaysNothingIsLeftOut() {
        let empty = Outcome(verdict: .unknown)
        #expect(OutcomeField.all.filter { $0.telling(empty) != nil }.map(\.name) == ["verdict"])
        // 0 is a class, and an infinite bound is one.
        let outcome = Outcome(
            verdict: .falsified, marginLower: -.infinity, marginUpper: 0,
            witness: Witness(pixels: [], adversarialClass: 0))
        #expect(
            OutcomeField.all.filter { $0.telling(outcome) != nil }.map(\.name) == [
                "verdict", "marginLower", "marginUpper", "adversarialClass", "pixels",
            ])
    }

    @Test func whatDiffersBetweenTwoRunsOfOneThing() {
        #expect(
            OutcomeField.all.filter { !$0.isRepeatable }.map(\.name) == [
                "wallSeconds", "cpuSeconds", "peakMemoryBytes", "instructions", "phases",
            ])
    }

    @Test func everyFieldIsDocumented() {
        for field in OutcomeField.all {
            #expect(!field.meaning.isEmpty && !field.absence.isEmpty, "\(field.name)")
            #expect(field.access.words.isEmpty == (field.form != .word))
            #expect(field.form != .seconds && field.form != .secondsByName || field.unit == "s")
        }
    }

    @Test func editionsAreKnownByWhatIsTold() {
        let (now, later) = (OutcomeFields.current, LaterFields.all)
        #expect(later.edition == now.edition + 1 && now.known(in: 99).edition == now.edition)
        #expect(later.known(in: now.edition).all.map(\.name) == OutcomeField.all.map(\.name))
        #expect(later.known(in: 1).all.allSatisfy { $0.edition == 1 })
        let plain = Outcome(verdict: .robust)
        #expect(later.editionNeeded(for: [plain, LaterFields.outcome(0)]) == 1)
        #expect(later.editionNeeded(for: [plain, LaterFields.outcome(3)]) == later.edition)
    }

    @Test func valuesAsTablesShowThem() {
        let texts: [(FieldValue, String)] = [
            (.number(0.1), "0.1"), (.number(-.infinity), "-inf"), (.count(3), "3"), (.text("a;b"), "a;b"),
            (.counts([12, 0]), "12;0"), (.counts([]), ""),
            (.numbers(["lp": 1e-7, "bounds": 2]), "bounds=2.0;lp=1e-07"),
        ]
        for (value, text) in texts { #expect("\(value)" == text) }
    }
}
