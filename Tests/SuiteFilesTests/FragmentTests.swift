import Networks
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

    @Test func architectures() throws {
        let spec = try SuiteReader.architecture("{ layers: [linear, relu, linear] }", from: "--architecture")
        #expect(spec.layers?.count == 3)
        #expect(throws: SuiteFaults.self) { try SuiteReader.architecture("", from: "--architecture") }
    }
}
