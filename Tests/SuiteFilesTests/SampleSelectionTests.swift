import SuiteFiles
import Testing

@Suite("Which images") struct SampleSelectionTests {
    private static let labels = (0..<1000).map { $0 * $0 % 7 }

    /// After an independent program: the same seed draws the same images on every machine and in every version.
    @Test func drawsAreTheSameForEver() {
        let draw = SampleSelection.random(6, seed: 7).positions(in: Self.labels)
        #expect(draw == [994, 582, 50, 259, 912, 656])
        let byClass = SampleSelection.perClass(2, seed: 7).positions(in: Self.labels)
        #expect(byClass == [371, 720, 150, 989, 287, 223, 788, 922])
        #expect(byClass.map { Self.labels[$0] } == [0, 1, 2, 4, 0, 1, 2, 4])
    }

    @Test func withoutReplacementAndNested() {
        let more = SampleSelection.random(400, seed: 3).positions(in: Self.labels)
        #expect(Set(more).count == 400 && more.allSatisfy { (0..<1000).contains($0) })
        #expect(SampleSelection.random(50, seed: 3).positions(in: Self.labels) == Array(more.prefix(50)))
        #expect(SampleSelection.random(50, seed: 4).positions(in: Self.labels) != Array(more.prefix(50)))
        #expect(Set(SampleSelection.random(5000, seed: 3).positions(in: Self.labels)) == Set(0..<1000))
        let few = SampleSelection.perClass(5, seed: 3).positions(in: Self.labels)
        #expect(Array(SampleSelection.perClass(9, seed: 3).positions(in: Self.labels).prefix(few.count)) == few)
    }

    /// Every image is drawn equally often: χ² of 100 cells below its 1 − 1e-6 quantile for 99 degrees of freedom.
    @Test func everyImageIsEquallyLikely() {
        let labels = [Int](repeating: 0, count: 100)
        var counts = [Double](repeating: 0, count: 100)
        for seed in 0..<4000 {
            for place in SampleSelection.random(10, seed: UInt64(seed)).positions(in: labels) { counts[place] += 1 }
        }
        // Without replacement the counts vary a little less than χ² allows.
        let statistic = counts.reduce(0) { $0 + ($1 - 400) * ($1 - 400) / 400 }
        #expect(statistic < 180 && statistic > 40, "\(statistic)")
    }

    @Test(arguments: [
        ("{ random: 10 }", "samples has no \"seed\"", "seed: 7"),
        ("{ random: 0, seed: 7 }", "random must be at least 1", nil),
        ("{ random: 5, seed: -1 }", "seed must be at least 0", nil),
        ("{ first: 5, seed: 1 }", "first draws nothing, so that it has no seed", "random: N"),
        ("{ random: 5, per-class: 2, seed: 1 }", "samples has both random and per-class", "keep one"),
        ("{ seed: 1 }", "samples says neither first nor indices nor random nor per-class", "write all"),
        ("{ randm: 5, seed: 1 }", "unknown key \"randm\" in samples", "did you mean \"random\"?"),
        ("some", "samples must be all", nil),
    ])
    func faultsHaveAPlaceAndAHint(text: String, message: String, hint: String?) throws {
        let found = faults(suite(dataset: "{ name: mnist, samples: \(text) }"))
        let fault = try #require(found.first)
        #expect(fault.message.contains(message) && fault.place.line == 2, "\(found)")
        if let hint { #expect(fault.hint?.contains(hint) == true, "\(found)") }
    }

    /// What a method may be asked of a suite's images, and what becomes of it.
    @Test(arguments: [
        ("{ random: 100, seed: 7 }", "{ first: 20 }", SampleSelection.random(20, seed: 7)),
        ("{ random: 100, seed: 7 }", "{ random: 20, seed: 7 }", .random(20, seed: 7)),
        ("{ per-class: 10, seed: 7 }", "{ per-class: 5, seed: 7 }", .perClass(5, seed: 7)),
        ("all", "{ random: 20, seed: 8 }", .random(20, seed: 8)), ("{ random: 100, seed: 7 }", "all", nil),
    ])
    func restrictions(samples: String, restriction: String, expected: SampleSelection?) throws {
        let read = try parse(
            suite(dataset: "{ name: mnist, samples: \(samples) }", methods: "[{ pgd: { samples: \(restriction) } }]")
        ).suite
        #expect(read.methods[0].samples == expected)
    }

    @Test(arguments: [
        ("{ random: 100, seed: 7 }", "{ random: 20, seed: 8 }"), ("{ random: 100, seed: 7 }", "{ first: 101 }"),
        ("{ per-class: 10, seed: 7 }", "{ first: 20 }"), ("{ first: 100 }", "{ random: 20, seed: 7 }"),
    ])
    func othersAreNotAmongThem(samples: String, restriction: String) throws {
        let found = faults(
            suite(dataset: "{ name: mnist, samples: \(samples) }", methods: "[{ pgd: { samples: \(restriction) } }]"))
        #expect(found.first?.message == "samples of a method must be among the suite's", "\(found)")
    }

    @Test func moreThanThereAreIsAFault() throws {
        for (selection, message) in [
            ("{ random: 11, seed: 1 }", "11 random images are asked for, mnist test has 10 images"),
            ("{ per-class: 4, seed: 1 }", "4 images of each class are asked for, mnist test has 3 of class 1"),
        ] {
            let document = try parse(suite(dataset: "{ name: mnist, samples: \(selection) }"))
            let facts = DatasetFacts(count: 10, shape: [1], largestLabel: 1, classSizes: [0: 7, 1: 3])
            let found = SuiteReader.compatibilityFaults(of: document, catalog: catalog, networks: [:], dataset: facts)
            #expect(found.map(\.message) == [message] && found[0].place.line == 2)
        }
    }
}

@Suite("Notes") struct NotesTests {
    @Test func ofSuiteNetworksAndFigures() throws {
        let networks = "[{ id: A, file: a, epsilons: [0.1], notes: trained again }]"
        let more = """
            notes: [First., Second.]
            published:
              - { network: A, epsilon: 0.1, column: pgd, value: 5 %, notes: Rounded. }
            """
        let read = try parse(suite(networks: networks, more: more)).suite
        #expect(read.notes == ["First.", "Second."] && read.networks[0].notes == ["trained again"])
        #expect(read.published[0].notes == ["Rounded."])
        #expect(try parse(suite(more: "notes: One.")).suite.notes == ["One."])
    }

    @Test(arguments: ["notes: []", "notes: { a: b }", "notes: [[a]]", "notes:"])
    func othersAreFaults(text: String) { #expect(!faults(suite(more: text)).isEmpty) }

    @Test func theSameFigureTwiceIsAFaultWhateverItsNotes() {
        let more = """
            published:
              - { network: A, epsilon: 0.1, column: pgd, value: 5 %, notes: Rounded. }
              - { network: A, epsilon: 0.1, column: pgd, value: 6 % }
            """
        #expect(faults(suite(more: more)).first?.message == "this figure is given twice")
    }
}
