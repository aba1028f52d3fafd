import Questions
import Statistics
import Tables

extension DistanceModel {
    private var networkColumns: [Table.Column] {
        [.init("network", title: "network", alignment: .left), .init("norm", title: sizeTitle, alignment: .left)]
    }

    /// What a size is: the norm of a ball, or the family.
    var sizeTitle: String { model.suite.form.family.isBall ? "norm" : "family" }
    var sizeText: String {
        model.suite.form.family.isBall ? model.suite.norm.title : model.suite.form.family.words
    }

    /// Means and medians by network and method: the table a paper would print.
    var table: Table {
        let format = model.sizeFormat(significant: 4)
        var table = Table(
            name: "minimum-distortion",
            caption:
                "Minimum adversarial distortion of n images (\(model.dataPhrase), \(sizeText)): the largest size certified "
                + "(lower) and the distance of the nearest checked witness (upper), mean and median. Gap: 100 (upper − "
                + "lower) / upper with the nearest witness of any method, median over images with a witness and its "
                + "95 % interval, as of images drawn at random. "
                + "\(classPhrase)",
            columns: networkColumns + [
                .init("method", title: "method", alignment: .left), .init("n", title: "n"),
                .init("mean_lower", title: "mean lower", format: format),
                .init("mean_upper", title: "mean upper", format: format),
                .init("median_lower", title: "median lower", format: format),
                .init("median_upper", title: "median upper", format: format),
                .init("median_gap_pct", title: "median gap", unit: "%", format: .fixed(1)),
                .init("gap_ci_low_pct", title: "95 % from", format: .fixed(1)),
                .init("gap_ci_high_pct", title: "to", format: .fixed(1)),
                .init("witnesses", title: "witnesses"), .init("whole", title: "at every size"),
                .init("ended_early", title: "ended early"),
                .init("unanswered", title: "unanswered", isPrinted: false),
                .init("mean_lower_ci_low", title: "", format: format, isPrinted: false),
                .init("mean_lower_ci_high", title: "", format: format, isPrinted: false),
                .init("mean_upper_ci_low", title: "", format: format, isPrinted: false),
                .init("mean_upper_ci_high", title: "", format: format, isPrinted: false),
            ],
            notes: [
                "Images \(wrongPhrase) have distance 0 and no gap. Means and medians of uppers are over the images with a witness, and "
                    + "where those are few (n = …) can lie below another method's lower ones. "
                    + "At every size: certified up to the largest size asked, which counts as the lower end. "
                    + "Ended early: the search over sizes met its time limit; what it had certified by then counts, "
                    + "which may be less than a looser method certifies, and nothing does of a worker that had to be killed."
            ])
        for (number, row) in model.rows.enumerated() {
            for (position, column) in columns(in: row).enumerated() {
                let (lower, upper) = (Distribution(column.lowers), Distribution(column.uppers))
                let gap = Distribution(gaps(of: column, in: row))
                let interval = gap.medianInterval()
                let means = [lower, upper].map { mean($0) }
                let unanswered = column.asked - column.answered
                // Over some images only, and so no match for a lower end over all.
                let part = upper.count < column.answered ? " (n = \(upper.count))" : nil
                func ofWitnesses(_ value: Double?) -> Table.Cell {
                    value.map { Table.Cell(.number($0), suffix: part) } ?? .missing
                }
                table.rows.append(
                    .init(
                        [
                            row.networkCell, .text(sizeText), .text(column.method.title),
                            .init(
                                .number(Double(column.asked)),
                                suffix: unanswered > 0 ? " (\(unanswered) unanswered)" : nil),
                            .optional(lower.mean), ofWitnesses(upper.mean), .optional(lower.median),
                            ofWitnesses(upper.median), .optional(gap.median), .optional(interval?.lowerBound),
                            .optional(interval?.upperBound),
                            column.attacks ? .number(column.uppers.count) : .missing,
                            column.certifies
                                ? .number(column.lowers.count { $0 >= row.epsilon }) : .missing,
                            .number(column.endedEarly),
                            .number(unanswered), .optional(means[0]?.lowerBound), .optional(means[0]?.upperBound),
                            .optional(means[1]?.lowerBound), .optional(means[1]?.upperBound),
                        ], startsGroup: number > 0 && position == 0))
            }
        }
        return table
    }

    private var wrongPhrase: String {
        model.reference == .label ? "that are misclassified" : "at which two classes tie"
    }

    /// The 95 % bootstrap interval of a mean.
    private func mean(_ distribution: Distribution) -> ClosedRange<Double>? {
        bootstrapInterval(of: distribution.sorted) { $0.reduce(0, +) / Double($0.count) }
    }

    var classPhrase: String {
        let domain = model.suite.domain.map {
            "inputs in [\(OptionValue.number($0.lower)), \(OptionValue.number($0.upper))]"
        }
        let property = model.suite.form.property
        let classes =
            property == .allClasses
            ? "any other class" : "class " + property.classes.map(String.init).joined(separator: " or ")
        let reference = model.reference == .label ? "the true label" : "the class that the network predicts"
        return "Adversarial: \(classes) ties with \(reference) or beats it; \(domain ?? "unbounded inputs")."
    }

    /// Stands behind a certified size, or a figure of several, where a search met its limit.
    static let earlyMark = "+"

    /// What the mark means, if any certifying search of the run ended early.
    var earlyPhrase: String {
        let isMarked = model.rows.contains { row in
            columns(in: row).contains { column in
                column.certifies && column.brackets.indices.contains(where: column.endedEarly)
            }
        }
        return isMarked
            ? " \(Self.earlyMark): the search met its limit, so that more may be certifiable, and less stand here than a looser "
                + "method certifies." : ""
    }

    /// Every image: what each method certifies and reaches.
    var imageTable: Table {
        let format = model.sizeFormat(significant: 5)
        let methods = model.methods
        var columns: [Table.Column] =
            networkColumns + [
                .init("sample", title: "image", alignment: .left), .init("label", title: "label"),
                .init("lower", title: "best lower", format: format),
                .init("upper", title: "best upper", format: format),
            ]
        for method in methods {
            if method.claim != .attack {
                let about = BoundColumn(method: method, bound: .lower).name
                columns.append(
                    .init("\(method.key)_lower", title: "\(method.title) ≥", format: format, about: about))
            }
            if method.claim == .attack || method.claim == .exact {
                let about = BoundColumn(method: method, bound: .upper).name
                columns.append(
                    .init("\(method.key)_upper", title: "\(method.title) ≤", format: format, about: about))
            }
        }
        var table = Table(
            name: "minimum-distortion-images",
            caption:
                "Every image: the largest size that each method certifies (≥), the distance of its nearest witness (≤)."
                + earlyPhrase,
            columns: columns)
        for (number, row) in model.rows.enumerated() {
            let own = Dictionary(uniqueKeysWithValues: self.columns(in: row).map { ($0.method.id, $0) })
            for sample in row.samples.indices {
                let best = best(sample, in: row)
                var cells: [Table.Cell] = [
                    row.networkCell, .text(sizeText), .text("\(row.samples[sample])"),
                    .optional(model.labels[row.samples[sample]].map(Double.init)), .number(best.lower),
                    .optional(best.upper),
                ]
                for method in methods {
                    let bracket = own[method.id]?.brackets[sample]
                    if method.claim != .attack {
                        let isEarly = own[method.id]?.endedEarly(sample) ?? false
                        cells.append(
                            bracket.map { Table.Cell(.number($0.lower), suffix: isEarly ? Self.earlyMark : nil) }
                                ?? .missing)
                    }
                    if method.claim == .attack || method.claim == .exact { cells.append(.optional(bracket?.upper)) }
                }
                table.rows.append(.init(cells, startsGroup: number > 0 && sample == 0))
            }
        }
        return table
    }
}
