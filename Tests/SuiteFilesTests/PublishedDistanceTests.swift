import SuiteFiles
import Testing

@Suite("Published distances") struct PublishedDistanceTests {
    private func text(_ published: String) -> String {
        suite(
            networks: "[{ id: A, file: a.pth }]",
            more: "question: minimum-distortion\npublished:\n  - \(published)\n")
    }

    @Test func aNetworkHasMeansAndGaps() throws {
        let read = try parse(
            text("{ network: A, means: { pgd: 0.05, milp: 4/100 }, gaps: { milp: 20.5 % }, source: S, notes: N }")
        ).suite
        #expect(
            read.publishedDistances == [
                PublishedDistances(
                    network: "A", means: ["pgd": 0.05, "milp": 0.04], gaps: ["milp": 20.5], source: "S", notes: ["N"])
            ])
        #expect(read.published.isEmpty)
    }

    @Test(
        arguments: [
            ("{ network: B, means: { pgd: 1 } }", #"the suite has no network "B""#),
            ("{ network: A, means: {} }", "means is empty"),
            ("{ network: A }", #"published figures of distances has no "means""#),
            ("{ network: A, means: { pgd: -1 } }", nil),
            ("{ network: A, means: { pgd: far } }", #"pgd must be a number, found "far""#),
            ("{ network: A, means: { lp-all: 1 } }", #"unknown key "lp-all" in means"#),
            (
                "{ network: A, means: { milp: 1 }, gaps: { milp: 5 % } }",
                "gaps need the distance of one attack among the means"
            ),
            ("{ network: A, means: { pgd: 1 }, gaps: { pgd: 5 % } }", "pgd is an attack: it has no gap"),
            ("{ network: A, means: { pgd: 1 }, gaps: { milp: 5 } }", #"value must be a percentage, found "5""#),
            ("{ network: A, epsilon: 0.1, column: pgd, value: 5 % }", nil),
        ] as [(String, String?)])
    func othersAreFaults(published: String, message: String?) {
        let found = faults(text(published)).map(\.message)
        if let message { #expect(found == [message]) } else { #expect(!found.isEmpty) }
    }

    @Test func theSameNetworkTwiceIsAFault() {
        let twice = text("{ network: A, means: { pgd: 1 } }\n  - { network: A, means: { milp: 1 } }")
        #expect(faults(twice).first?.message == "figures of A are given twice")
    }
}
