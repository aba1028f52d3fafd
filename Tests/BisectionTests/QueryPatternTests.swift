import Bisection
import Questions
import SuiteFiles
import Testing

@Suite("Flagged queries")
struct QueryPatternTests {
    private let cell = SuiteCell(network: "A", size: 0.1, method: "lp-all")
    private let sample = SampleID(dataset: "mnist", split: "test", index: 17)

    @Test func whatIsNamed() throws {
        let pattern = try QueryPattern("network=A, epsilon=0.1 ,method = lp-all,sample=17")
        #expect(pattern == QueryPattern(network: "A", size: 0.1, method: "lp-all", index: 17))
        #expect(pattern.covers(cell) && pattern.covers(cell, sample))
        #expect(try QueryPattern("\(pattern)") == pattern)
        #expect(try QueryPattern("sample=mnist:test:17").index == 17)
        #expect(try QueryPattern("epsilon=8/255").size == 8.0 / 255)
        for other in ["network=B", "epsilon=0.2", "method=lp-last"] {
            #expect(try !QueryPattern(other).covers(cell), "\(other)")
        }
        #expect(try !QueryPattern("sample=18").covers(cell, sample))
        // What has no size of its own is meant by every size.
        #expect(try QueryPattern("epsilon=0.2").covers(SuiteCell(network: "A", size: nil, method: "clean")))
    }

    @Test(
        arguments: [
            ("metod=a", "unknown key \"metod\"; did you mean \"method\"?"),
            ("x=a", "unknown key \"x\"; keys: network, epsilon, method, sample"),
            ("network", "\"network\" is not of the form key=value"),
            ("network=", "\"network=\" is not of the form key=value"), ("", "\"\" is not of the form key=value"),
            ("network=A,network=B", "network stands there twice"),
            ("epsilon=big", "epsilon must be a number, found \"big\""),
            ("epsilon=-1", "epsilon must be a number, found \"-1\""),
            ("sample=-3", "sample must be an index or a name such as mnist:test:17, found \"-3\""),
        ])
    func faults(_ text: String, _ message: String) {
        #expect(throws: QueryPattern.Fault(description: "--query '\(text)': \(message)")) { try QueryPattern(text) }
    }
}
