import LinearAlgebra
import Questions
import ResultStore
import TestSupport
import Testing

/// What goes into a packed list comes out as it was.
@Suite struct OutcomeListTests {
    private static let samples = Fixtures.samples(6)

    private func stored(_ outcome: Outcome, _ number: Int = 0, at time: String = "2026-11-27T22:00:30.731")
        -> StoredOutcome
    {
        let sample = Self.samples[number % Self.samples.count]
        return StoredOutcome(
            sample: sample.id, label: sample.label, outcome: outcome, attempt: 1 + number % 3, recordedAt: time,
            fingerprint: outcome.witness.flatMap { $0.pixels.isEmpty ? nil : PixelFingerprint(of: $0.pixels) },
            run: number % 4 == 3 ? nil : number % 4)
    }

    /// Also a field that is declared tomorrow.
    @Test func everyFieldComesBack() {
        let outcomes = EveryField.outcomes()
        let list = OutcomeList(outcomes.enumerated().map { stored($1, $0) })
        #expect(EveryField.differences(list.map(\.outcome), from: outcomes).isEmpty)
        #expect(Array(list) == outcomes.enumerated().map { stored($1, $0) })
        #expect(list.indices.map { list.outcome(at: $0) } == outcomes)
        #expect(list.indices.map { list.verdict(at: $0) } == outcomes.map(\.verdict))
        #expect(list.indices.map { list.isImplied(at: $0) } == outcomes.map { $0.impliedBy != nil })
    }

    /// What a claim has is the outcome's; costs and remarks are not unpacked.
    @Test func aClaimIsAnOutcomeWithoutItsCosts() {
        for outcome in EveryField.outcomes() {
            let list = OutcomeList([stored(outcome)])
            var expected = outcome
            (expected.measurements, expected.note) = (Measurements(), nil)
            #expect(list.claim(at: 0) == expected)
        }
    }

    @Test func extremeNumbers() {
        for number in [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1] {
            var outcome = Outcome(verdict: .unknown, marginLower: number, marginUpper: -number)
            outcome.measurements.wallSeconds = number
            let back = OutcomeList([stored(Outcome(verdict: .robust)), stored(outcome, 1)])[1].outcome
            #expect(back.marginLower?.bitPattern == number.bitPattern)
            #expect(back.marginUpper?.bitPattern == (-number).bitPattern)
            #expect(back.measurements.wallSeconds == number)
        }
        // From the first that does not fit, numbers take more room; those before stay.
        let counts = [0, 7, Int(Int32.max), Int(Int32.max) + 1, Int.max, 3]
        let outcomes = counts.map { count in
            var outcome = Outcome(verdict: .robust)
            (outcome.measurements.nodes, outcome.measurements.peakMemoryBytes) = (count, count == 7 ? nil : count)
            return outcome
        }
        #expect(OutcomeList(outcomes.enumerated().map { stored($1, $0) }).map(\.outcome) == outcomes)
        #expect(
            OutcomeList([stored(Outcome(verdict: .unknown, marginLower: .nan))])[0].outcome.marginLower?.isNaN == true)
    }

    /// Texts of a time that are not of the usual form, or no time at all, come back letter by letter.
    @Test(arguments: [
        "2026-11-27T22:00:30.731", "2000-01-01T00:00:00.000", "2001-03-01T00:00:00.000", "2024-02-29T23:59:59.999",
        "9999-12-31T23:59:59.999", "", "2026-02-30T00:00:00.000", "2023-02-29T00:00:00.000", "2026-13-01T00:00:00.000",
        "2026-00-10T00:00:00.000", "2026-04-31T00:00:00.000", "2026-11-27T24:00:00.000", "2026-11-27T22:60:00.000",
        "2026-11-27T22:00:30Z", "2026-11-27T22:00:30.731Z", "1970-01-01T00:00:00.000", "٢٠٢٦-11-27T22:00:30.731",
        "yesterday",
    ])
    func timesComeBack(_ time: String) {
        var list = OutcomeList([
            stored(Outcome(verdict: .robust), 0, at: "x"), stored(Outcome(verdict: .robust), 1, at: time),
        ])
        #expect(list[1].recordedAt == time && list.time(at: 1) == time)
        list[0].recordedAt = time
        #expect(list[0].recordedAt == time)
    }

    /// A random walk of additions and changes, beside an array that does the same; copies do not change with it.
    @Test func behavesAsAnArray() {
        var generator = SeededGenerator(seed: 5)
        let outcomes = EveryField.outcomes()
        func any() -> StoredOutcome {
            stored(
                outcomes[Int(generator.unitDouble() * Double(outcomes.count))], Int(generator.unitDouble() * 40),
                at: generator.unitDouble() < 0.5 ? "2026-11-27T22:00:30.731" : "time \(Int(generator.unitDouble() * 9))"
            )
        }
        for room in [0, 3, 6] {
            var list = room == 0 ? OutcomeList() : OutcomeList(over: Array(Self.samples.prefix(room)))
            var array = [StoredOutcome]()
            for _ in 0..<300 {
                let (before, copy) = (array, list)
                if array.isEmpty || generator.unitDouble() < 0.6 {
                    let stored = any()
                    list.append(stored)
                    array.append(stored)
                } else {
                    let place = Int(generator.unitDouble() * Double(array.count))
                    let stored = any()
                    list[place] = stored
                    array[place] = stored
                }
                #expect(copy.elementsEqual(before))
            }
            #expect(Array(list) == array && list.count == array.count)
            #expect(list == OutcomeList(array) && list.hashValue == OutcomeList(array).hashValue)
            for sample in Self.samples {
                #expect(list.first(of: sample.id) == array.first { $0.sample == sample.id })
            }
        }
    }
}
