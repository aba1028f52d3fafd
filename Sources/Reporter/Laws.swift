import Questions
import Tables

/// Something that must hold between outcomes whatever the networks, with how often it was looked at.
struct LawResult {
    /// In words, as printed.
    var statement: String
    /// Whether a violation means that one method contradicts itself.
    var isContradiction = false
    var comparisons = 0
    var violations = [Violation]()

    /// `holds`, `broken`, or `not compared` where nothing in the run could have broken it.
    var result: String { comparisons == 0 ? "not compared" : violations.isEmpty ? "holds" : "broken" }

    struct Violation {
        var network: String
        var epsilon: Double
        /// ε as printed.
        var epsilonText: String
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
            + [proofLaw()].compactMap(\.self)
    }

    /// No method's own proof is refused; `nil` where none was. Which proofs were checked and passed is not recorded, so that
    /// only refusals count as comparisons.
    private func proofLaw() -> LawResult? {
        var law = LawResult(statement: "a method's own proof passes the check", isContradiction: true)
        for row in model.rows {
            for (method, outcomes) in methods(in: row) {
                for (sample, verdict) in (row.verdicts[method.id] ?? []).enumerated()
                where verdict == .unknown && outcomes.claim(sample)?.reason == .proofRefused {
                    law.comparisons += 1
                    law.violations.append(
                        violation(row, sample, "\(method.title) said robust, the check refused its proof"))
                }
            }
        }
        return law.comparisons == 0 ? nil : law
    }

    /// Outcomes of the run with the method that gave them, all images of a row.
    func methods(in row: ReportRow) -> [(method: MethodColumn, outcomes: RowOutcomes)] {
        model.methods.compactMap { method in row.outcomes[method.id].map { (method, $0) } }
    }

    func violation(_ row: ReportRow, _ sample: Int, _ detail: String) -> LawResult.Violation {
        .init(
            network: row.network, epsilon: row.epsilon, epsilonText: row.epsilonText, sample: row.samples[sample],
            detail: detail)
    }
}

extension [LawResult] {
    var comparisons: Int { reduce(0) { $0 + $1.comparisons } }
    var violations: Int { reduce(0) { $0 + $1.violations.count } }
    /// Answers that contradict their own proofs.
    var contradictions: Int { filter(\.isContradiction).violations }
    /// Laws that nothing in the run could have broken.
    var notCompared: Int { count { $0.comparisons == 0 } }

    /// One row per law; broken ones are red.
    var table: Table {
        Table(
            name: "laws",
            caption: "Laws that must hold between outcomes, with the number of comparisons. Bounds are compared up to "
                + "1e-9 (1 + |v|); margins known in single precision only up to 1e-5 (1 + |v|).",
            columns: [
                .init("law", title: "law", alignment: .left), .init("comparisons", title: "comparisons"),
                .init("violations", title: "violations"), .init("result", title: "result", alignment: .left),
            ],
            rows: map { law in
                .init(
                    [
                        .text(law.statement), .number(law.comparisons),
                        law.comparisons == 0 ? .missing : .number(law.violations.count), .text(law.result),
                    ], emphasis: law.violations.isEmpty ? .plain : .alarm)
            })
    }

    /// The most violations that a table shows. Of more the first of each law: a reader needs some, and a run of millions may have a
    /// hundred thousand.
    private static let shownViolations = 2000

    /// Every violation, or some of each law where there are very many; `nil` where there is none.
    var violationTable: Table? {
        guard violations > 0 else { return nil }
        let broken = count { !$0.violations.isEmpty }
        let most = violations > Self.shownViolations ? Self.shownViolations / broken : violations
        let left = reduce(0) { $0 + Swift.max(0, $1.violations.count - most) }
        return Table(
            name: "law-violations",
            caption: left == 0
                ? "Every comparison that failed."
                : "Comparisons that failed: the first \(most) of every broken law, \(left) more are not shown.",
            columns: [
                .init("law", title: "law", alignment: .left), .init("network", title: "network", alignment: .left),
                .init("epsilon", title: "ε"), .init("sample", title: "image", alignment: .left),
                .init("detail", title: "what was found", alignment: .left),
            ],
            rows: flatMap { law in
                law.violations.prefix(most).map { violation in
                    .init(
                        [
                            .text(law.statement), .text(violation.network),
                            .init(.number(violation.epsilon), written: violation.epsilonText),
                            .text("\(violation.sample)"), .text(violation.detail),
                        ], emphasis: .alarm)
                }
            })
    }
}
