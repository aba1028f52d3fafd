import Datasets
import Questions
import SuiteFiles

/// A few methods, enough to try every rule of suite files.
let catalog = MethodCatalog([
    MethodDescriptor(
        name: "clean", title: "Clean", summary: "", source: "", claim: .classification, norms: Set(Norm.allCases),
        costRank: 0),
    MethodDescriptor(
        name: "pgd", title: "PGD", summary: "", source: "", claim: .attack, norms: [.two, .infinity],
        options: [
            OptionDescriptor("steps", .integer(1...10_000), default: .integer(40), help: ""),
            OptionDescriptor("step-size", .number(0...1), default: .number(0.01), unit: "pixels", help: ""),
            OptionDescriptor("restarts", .integer(1...1000), default: .integer(1), help: ""),
            OptionDescriptor("start", .choice(["sample", "uniform"]), default: .text("sample"), help: ""),
            OptionDescriptor(
                "loss", .choice(["cross-entropy", "margin"]), default: .text("cross-entropy"), help: ""),
        ],
        costRank: 10),
    MethodDescriptor(
        name: "interval", title: "Interval", summary: "", source: "", claim: .lowerBound,
        norms: Set(Norm.allCases), costRank: 5),
    MethodDescriptor(
        name: "crown", title: "CROWN", summary: "", source: "", claim: .lowerBound, norms: Set(Norm.allCases),
        costRank: 21),
    MethodDescriptor(
        name: "lp-greedy", title: "LP-GREEDY", summary: "", source: "", claim: .lowerBound,
        norms: Set(Norm.allCases), costRank: 20),
    MethodDescriptor(
        name: "lp-last", title: "LP-LAST", summary: "", source: "", claim: .lowerBound, norms: [.infinity],
        costRank: 30, dominates: ["lp-greedy"]),
    MethodDescriptor(
        name: "lp-all", title: "LP-ALL", summary: "", source: "", claim: .lowerBound, norms: [.infinity],
        layers: [.linear, .relu, .flatten], costRank: 40, dominates: ["lp-last"]),
    MethodDescriptor(
        name: "milp", title: "MILP", summary: "", source: "", claim: .exact, norms: [.infinity],
        options: [
            OptionDescriptor(
                "time-limit", .duration(0.001...86_400), default: .number(30), unit: "s", isLimit: true, help: ""),
            OptionDescriptor("tighten", .boolean, default: .boolean(true), help: ""),
        ],
        costRank: 50, dominates: ["lp-all"]),
    MethodDescriptor(
        name: "simplex", title: "Simplex", summary: "", source: "", claim: .distance, norms: [.two, .infinity],
        costRank: 15),
])

/// Looks beside the suite only.
let nowhere = DatasetLocator(environment: [:], workingDirectory: "/nowhere", systemDirectory: "/nowhere")

/// Finds every file except those whose name begins with `missing`.
let everywhere = FileSearch(folders: ["/suites", "/data"]) { $0.hasPrefix("missing") ? nil : "/data/\($0)" }

func parse(_ text: String) throws(SuiteFaults) -> SuiteDocument {
    try SuiteReader.parse(text: text, path: "x.yaml", catalog: catalog, search: everywhere)
}

/// What `parse` complains about; empty if it does not.
func faults(_ text: String) -> [SuiteFault] {
    do {
        _ = try parse(text)
        return []
    } catch { return error.faults }
}

/// A correct suite with lines put in place of its parts.
func suite(
    dataset: String = "{ name: mnist, samples: { first: 10 } }",
    networks: String = "[{ id: A, file: a.pth, epsilons: [0.1] }]", methods: String = "[pgd, milp]", more: String = ""
) -> String {
    "suite: s\ndataset: \(dataset)\nnetworks: \(networks)\nmethods: \(methods)\n\(more)\n"
}
