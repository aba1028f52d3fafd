import Robustness
import Tables

/// Something that must hold between outcomes whatever the networks, with how often it was looked at.
struct LawResult {
    /// In words, as printed.
    var statement: String
    var comparisons = 0
    var violations = [Violation]()

    struct Violation {
        var network: String
        var epsilon: Double
        var sample: SampleID
        var detail: String
    }
}

/// Checks the laws of the field over a run.
struct LawChecker {
    let model: ReportModel
    let catalog: MethodCatalog

    /// Bounds are compared up to this times 1 + |v|: the rounding of certified values.
    static let tolerance = 1e-9
    /// The same where a margin comes from single precision, not yet evaluated by the independent check.
    static let singleTolerance = 1e-5

    /// All laws; those that nothing in the run could break have no comparisons.
    func check() -> [LawResult] {
        boundLaws() + [attackLaw(), verdictLaw(), contradictionLaw(), monotonicityLaw(), radiusLaw()]
    }

    /// Outcomes of the run with the method that gave them, all images of a row.
    func methods(in row: ReportRow) -> [(method: MethodColumn, outcomes: [Outcome?])] {
        model.methods.compactMap { method in row.outcomes[method.id].map { (method, $0) } }
    }

    func violation(_ row: ReportRow, _ sample: Int, _ detail: String) -> LawResult.Violation {
        .init(network: row.network, epsilon: row.epsilon, sample: row.samples[sample], detail: detail)
    }
}

extension [LawResult] {
    var comparisons: Int { reduce(0) { $0 + $1.comparisons } }
    var violations: Int { reduce(0) { $0 + $1.violations.count } }

    /// One row per law; broken ones are red.
    var table: Table {
        Table(
            name: "laws",
            caption: "Laws that must hold between outcomes, with the number of comparisons. Bounds are compared up to "
                + "1e-9 (1 + |v|); margins known in single precision only up to 1e-5 (1 + |v|).",
            columns: [
                .init("law", title: "law", alignment: .left), .init("comparisons", title: "comparisons"),
                .init("violations", title: "violations"),
            ],
            rows: map { law in
                .init(
                    [.text(law.statement), .number(law.comparisons), .number(law.violations.count)],
                    emphasis: law.violations.isEmpty ? .plain : .alarm)
            })
    }

    /// Every violation; `nil` where there is none.
    var violationTable: Table? {
        guard violations > 0 else { return nil }
        return Table(
            name: "law-violations", caption: "Every comparison that failed.",
            columns: [
                .init("law", title: "law", alignment: .left), .init("network", title: "network", alignment: .left),
                .init("epsilon", title: "ε"), .init("sample", title: "image", alignment: .left),
                .init("detail", title: "what was found", alignment: .left),
            ],
            rows: flatMap { law in
                law.violations.map { violation in
                    .init(
                        [
                            .text(law.statement), .text(violation.network), .number(violation.epsilon),
                            .text("\(violation.sample)"), .text(violation.detail),
                        ], emphasis: .alarm)
                }
            })
    }
}
