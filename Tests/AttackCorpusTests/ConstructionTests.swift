import LinearAlgebra
import Testing

/// Networks made to mislead a verifier, each with its exact answer, against every method, norm and the proof checker.
@Suite struct ConstructionTests {
    @Test(arguments: Construction.all.filter { Effort.only.map($0.name.contains) ?? true }, Sketch.Style.allCases)
    func `nothing false is said`(_ construction: Construction, _ style: Sketch.Style) throws {
        var generator = SeededGenerator(seed: 8)
        let all = try construction.make(style)
        let subjects = all.shuffled(using: &generator).prefix(Effort.subjects).map { $0.answered() }
        #expect(!subjects.isEmpty && subjects.allSatisfy { $0.truth != nil })
        let tally = Arena.run(subjects)
        print("\(construction.name), \(style), \(subjects.count) of \(all.count) subjects\n\(tally.table)\n")
        if let summary = tally.summary { Issue.record("\(summary)") }
    }
}
