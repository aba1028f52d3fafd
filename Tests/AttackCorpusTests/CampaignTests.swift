import Testing

/// Random networks of mixed scales against every method; a small slice by default, `make corpus` asks for the whole.
@Suite struct CampaignTests {
    /// Networks of one test case, so that cases run side by side.
    static let share = 20

    static let parts = (Effort.networks + share - 1) / share

    @Test(arguments: 0..<parts)
    func `nothing false is said of random networks`(_ part: Int) throws {
        let first = Effort.firstSeed + UInt64(part * Self.share)
        let subjects = try (first..<first + UInt64(min(Self.share, Effort.networks - part * Self.share)))
            .map { try MixedScales.subject(seed: $0) }
        let known = subjects.filter { $0.truth != nil }
        #expect(known.count * 10 >= subjects.count * 8)
        let tally = Arena.run(known)
        if let summary = tally.summary { Issue.record("\(summary)") }
        CampaignTotal.shared.add(tally, of: Self.parts)
    }
}
