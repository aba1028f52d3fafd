import SuiteFiles
import Testing

@Suite("Gates and acknowledgements are read")
struct GateTests {
    @Test func gatesOfASuite() throws {
        #expect(try parse(suite()).suite.gates == .strict)
        let some = try parse(suite(more: "gates: { looser-bound: 3, time: 1.2 }")).suite.gates
        #expect(some == Gates(looserBound: 3, newlyOpen: 0, nodes: 0, time: 1.2))
        let written = "gates: { looser-bound: 1, newly-open: 2, weaker-attack: 3, nodes: 0.05, time: 1 }"
        let all = try parse(suite(more: written)).suite.gates
        #expect(all == Gates(looserBound: 1, newlyOpen: 2, weakerAttack: 3, nodes: 0.05, time: 1))
    }

    @Test func auditOfASuite() throws {
        #expect(try parse(suite()).suite.audit == .none)
        #expect(try parse(suite(more: "audit: 2 %")).suite.audit == Audit(share: 0.02))
        #expect(try parse(suite(more: "audit: 1/8")).suite.audit == Audit(share: 0.125))
        for wrong in ["audit: 120 %", "audit: yes", "audit: -1", "audit: [1]"] {
            #expect(faults(suite(more: wrong)).map(\.place.line) == [5])
        }
    }

    @Test func gatesOfACommandLine() throws {
        let own = Gates(looserBound: 3, newlyOpen: 4, nodes: 0.5, time: 2)
        #expect(
            try SuiteReader.gates("{ nodes: 0.1 }", from: "--gates", defaults: own)
                == Gates(looserBound: 3, newlyOpen: 4, nodes: 0.1, time: 2))
        #expect(throws: SuiteFaults.self) { try SuiteReader.gates("", from: "--gates", defaults: own) }
    }

    @Test(
        arguments: [
            ("gates: { loser-bound: 3 }", #"unknown key "loser-bound" in the gates"#, #"did you mean "looser-bound"?"#),
            (
                "gates: 3", #"the gates must be a mapping, found "3""#,
                "its keys: looser-bound, newly-open, weaker-attack, nodes, time"
            ),
            ("gates: { newly-open: -1 }", "newly-open must be at least 0, found -1", nil),
            ("gates: { looser-bound: 1.5 }", #"looser-bound must be a whole number, found "1.5""#, nil),
            (
                "gates: { nodes: -0.1 }", "nodes must be at least 0, found -0.1",
                "the share by which work may grow: 0.05 is 5 %"
            ),
            (
                "gates: { time: 0.9 }", "time must be at least 1, found 0.9",
                "the factor by which CPU time may grow: 1.1 is a tenth more"
            ),
        ] as [(String, String, String?)])
    func faultsOfGates(_ text: String, _ message: String, _ hint: String?) {
        let found = faults(suite(more: text))
        #expect(found.map(\.message) == [message] && found.first?.hint == hint)
        #expect(found.first?.place.line == 5)
    }

    @Test func acknowledgements() throws {
        let text = """
            - { what: looser-bound, network: A, method: lp-all, size: 8/255, reason: known, until: 2027-01-31 }
            - what: time
              method: milp
              reason: "slower, but tighter"
              until: 2028-02-29
            """
        let entries = try SuiteReader.acknowledgements(text, path: "a.yaml")
        let expected = [
            Acknowledgement(
                what: .looserBound, network: "A", method: "lp-all", size: 8.0 / 255, reason: "known",
                until: try #require(Day(2027, 1, 31))),
            Acknowledgement(
                what: .time, network: nil, method: "milp", reason: "slower, but tighter",
                until: try #require(Day(2028, 2, 29))),
        ]
        #expect(entries == expected)
        #expect(try SuiteReader.acknowledgements("", path: "a.yaml").isEmpty)
        #expect(try SuiteReader.acknowledgements("[]", path: "a.yaml").isEmpty)
    }

    @Test(
        arguments: [
            (
                "what: contradiction, network: A, method: m, reason: r, until: 2027-01-31",
                "a contradiction cannot be acknowledged"
            ),
            (
                "what: looser-bounds, network: A, method: m, reason: r, until: 2027-01-31",
                #"what must be one of newly-open, looser-bound, weaker-attack, nodes, time, found "looser-bounds""#
            ),
            (
                "what: nodes, network: A, method: m, reason: r, until: 2027-02-29",
                #"until must be a day, found "2027-02-29""#
            ),
            ("what: nodes, network: A, method: m, until: 2027-01-31", #"an acknowledgement has no "reason""#),
            ("what: nodes, network: A, method: m, reason: r", #"an acknowledgement has no "until""#),
            ("what: nodes, method: m, reason: r, until: 2027-01-31", #"an acknowledgement has no "network""#),
            (
                "what: time, network: A, method: m, reason: r, until: 2027-01-31",
                "time is judged per method, over all networks and sizes"
            ),
        ])
    func faultsOfAcknowledgements(_ entry: String, _ message: String) {
        let error = #expect(throws: SuiteFaults.self) {
            try SuiteReader.acknowledgements("- { \(entry) }", path: "a.yaml")
        }
        #expect(error?.faults.map(\.message) == [message])
    }

    @Test func days() {
        #expect(Day("2026-11-26")?.description == "2026-11-26")
        for text in ["2026-13-01", "2026-00-10", "2026-1-1", "2026-04-31", "1900-02-29", "x", "2026-11-26T00", ""] {
            #expect(Day(text) == nil, "\(text)")
        }
        let days = ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"].compactMap { Day($0) }
        #expect(days == days.sorted() && days.count == 4)
    }
}
