import SuiteFiles
import Testing

/// `<<` of YAML 1.1.
@Suite struct MergeKeyTests {
    private func networks(_ text: String) throws -> [SuiteNetwork] {
        try parse(suite(networks: "\n" + text)).suite.networks
    }

    @Test func anEntryBringsInAnother() throws {
        let read = try networks(
            """
              - &a { id: NET, file: net.pth, epsilons: &e [0.1] }
              - { <<: *a, id: NET2 }
              - { id: NET3, <<: *a, epsilons: [0.2] }
            """)
        #expect(read.map(\.id) == ["NET", "NET2", "NET3"])
        #expect(read.map(\.file) == ["/data/net.pth", "/data/net.pth", "/data/net.pth"])
        #expect(read.map(\.epsilons) == [[0.1], [0.1], [0.2]], "keys of the mapping itself win")
    }

    @Test func theFirstOfAListWins() throws {
        let read = try networks(
            """
              - &a { id: A, file: a.pth, epsilons: [0.1] }
              - &b { id: B, file: b.pth, epsilons: [0.2], normalise: { mean: [0], deviation: [1] } }
              - { <<: [*a, *b], id: C }
              - { <<: [*b, { file: c.pth }], id: D }
              - { <<: { <<: *a, file: e.pth }, id: E }
            """)
        #expect(read.map(\.file) == ["/data/a.pth", "/data/b.pth", "/data/a.pth", "/data/b.pth", "/data/e.pth"])
        #expect(read.map(\.epsilons) == [[0.1], [0.2], [0.1], [0.2], [0.1]])
        #expect(read.map { $0.architecture.normalise != nil } == [false, true, true, true, false])
    }

    @Test(arguments: ["{ <<: 3, id: A, file: a, epsilons: [0.1] }", "{ <<: [3], id: A, file: a, epsilons: [0.1] }"])
    func onlyMappingsAreMerged(_ entry: String) {
        let found = faults(suite(networks: "[\(entry)]"))
        #expect(found.map(\.message) == ["<< merges mappings only"])
        #expect(found.map(\.place.line) == [3])
        #expect(found.map(\.place.column) == [14])
    }

    @Test func inQuotesItIsAKeyLikeAnyOther() {
        let found = faults(suite(networks: "[{ \"<<\": { id: A }, file: a, epsilons: [0.1] }]"))
        #expect(found.contains { $0.message == "unknown key \"<<\" in a network" })
    }

    /// Nine levels of nine aliases each would be 400 million values.
    @Test func aliasesOfAliasesEnd() {
        var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
        for level in 1...9 {
            let names = [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            lines.append("a\(level): &a\(level) [\(names)]")
        }
        let found = faults(lines.joined(separator: "\n"))
        #expect(found.count == 1)
        #expect(found.first?.message.contains("more than 200000 values") == true)
    }

    @Test func deepNestingIsAFault() {
        let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(faults("suite: \(deep)\n").first?.message.contains("64 inside each other") == true)
        let deeper = String(repeating: "[", count: 100_000)
        #expect(faults("suite: \(deeper)\n").first?.message.contains("not valid YAML") == true)
    }
}
