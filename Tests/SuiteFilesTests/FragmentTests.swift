import Networks
import Questions
import SuiteFiles
import Testing

@Suite("Parts of a suite are read from elsewhere")
struct FragmentTests {
    @Test func methods() throws {
        let plain = try SuiteReader.method("lp-all", from: "--method", norm: .infinity, catalog: catalog)
        #expect(plain.id == "lp-all")
        let options = try SuiteReader.method(
            "pgd: { steps: 7, step-size: 2/255 }", from: "--method", norm: .infinity, catalog: catalog)
        #expect(options.call.integer("steps") == 7)
        #expect(options.call.number("step-size") == 2.0 / 255)
    }

    @Test func faultsNameTheOption() {
        let error = #expect(throws: SuiteFaults.self) {
            try SuiteReader.method("lp-al", from: "--method", norm: .infinity, catalog: catalog)
        }
        #expect(
            error?.faults.first?.description == """
                --method:1:1: no method is called "lp-al"
                   1 | lp-al
                     | ^
                  hint: did you mean "lp-all"?
                """)
    }

    /// A method that needs a library: `states` says which are here.
    private func engines(_ states: [String: LibraryState]) -> MethodCatalog {
        MethodCatalog(
            [
                MethodDescriptor(
                    name: "lp-all", title: "", summary: "", source: "", claim: .lowerBound, norms: [.infinity],
                    options: [
                        OptionDescriptor(
                            "engine", .choice(["glpk", "highs"]), default: .text("glpk"), cameLater: true,
                            libraries: ["highs"], help: "")
                    ], costRank: 1)
            ], library: { states[$0] ?? .absent(reason: "HiGHS is not here", remedy: "make highs fetches it") })
    }

    @Test func aLibraryEntersTheCallWithItsVersion() throws {
        func call(_ text: String, _ states: [String: LibraryState]) throws -> MethodCall {
            try SuiteReader.method(text, from: "--method", norm: .infinity, catalog: engines(states)).call
        }
        let here = ["highs": LibraryState.present(version: "1.15.1")]
        #expect(try call("lp-all: { engine: highs }", here).options == ["engine": .text("highs-1.15.1")])
        for text in ["lp-all", "lp-all: { engine: glpk }"] { #expect(try call(text, here).options.isEmpty) }
        // What is not asked for need not be here.
        #expect(try call("lp-all", [:]).options.isEmpty)
        let open = engines([:]).withoutLibraries
        let method = try SuiteReader.method(
            "lp-all: { engine: highs }", from: "--method", norm: .infinity, catalog: open)
        #expect(method.call.options == ["engine": .text("highs")])
    }

    @Test func aLibraryThatIsNotHereIsAFault() {
        let error = #expect(throws: SuiteFaults.self) {
            try SuiteReader.method(
                "lp-all: { engine: highs }", from: "--method", norm: .infinity, catalog: engines([:]))
        }
        #expect(
            error?.faults.first?.description == """
                --method:1:19: engine: HiGHS is not here
                   1 | lp-all: { engine: highs }
                     |                   ^
                  hint: make highs fetches it
                """)
        // The version is found, never said.
        #expect(throws: SuiteFaults.self) {
            try SuiteReader.method(
                "lp-all: { engine: highs-1.15.1 }", from: "--method", norm: .infinity,
                catalog: engines(["highs": .present(version: "1.15.1")]))
        }
    }

    @Test func architectures() throws {
        let spec = try SuiteReader.architecture("{ layers: [linear, relu, linear] }", from: "--architecture")
        #expect(spec.layers?.count == 3)
        #expect(throws: SuiteFaults.self) { try SuiteReader.architecture("", from: "--architecture") }
    }
}
