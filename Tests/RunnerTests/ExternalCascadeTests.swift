import Questions
import ResultStore
import Runner
import Testing

/// What programs of others claim says nothing about methods of the house, and the reverse.
@Suite struct ExternalCascadeTests {
    @Test func nothingFollows() {
        let methods = ToyProblem.methods
        for measure in Measure.allCases {
            let cascade = Cascade(catalog: ToyProblem.catalog, measure: measure, reference: .label)
            for method in methods {
                #expect(!cascade.mayImply(.external, method) && !cascade.mayImply(method, .external), "\(method.name)")
                for verdict in Verdict.allCases {
                    let answer = Answer(verdict: verdict)
                    #expect(cascade.derived(for: method, from: .external, saying: answer, id: "t") == nil)
                    #expect(cascade.derived(for: .external, from: method, saying: answer, id: method.name) == nil)
                }
            }
        }
    }

    @Test func everyCatalogKnowsThemAndListsNone() {
        #expect(
            ToyProblem.catalog["external"]?.isExternal == true && ToyProblem.catalog["external"]?.isRigorous == false)
        #expect(!ToyProblem.catalog.methods.contains { $0.isExternal })
    }
}
