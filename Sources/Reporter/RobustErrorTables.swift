import Questions
import Tables

extension ReportModel {
    /// Certified bounds on the robust error: the table a paper would print.
    var robustErrorTable: Table {
        let bounds = boundColumns
        var table = Table(
            name: "robust-error",
            caption:
                "Bounds on the robust error in percent of n images (\(dataPhrase), \(setPhrase)). \(errorPhrase)",
            columns: networkColumns + [.init("n", title: "n")]
                + bounds.map { .init("\($0.stem)_pct", title: $0.title, format: percentFormat, about: $0.name) })
        for column in bounds {
            table.columns += [
                .init("\(column.stem)_n", title: "n", isPrinted: false),
                .init("\(column.stem)_unanswered", title: "unanswered", isPrinted: false),
                .init("\(column.stem)_ci_low_pct", title: "", format: percentFormat, isPrinted: false),
                .init("\(column.stem)_ci_high_pct", title: "", format: percentFormat, isPrinted: false),
            ]
        }
        for (number, row) in rows.enumerated() {
            let cells = networkCells(number) + [countCell(row)] + bounds.map { $0.cell(in: row, percentFormat) }
            let details = bounds.flatMap { self.details($0, in: row) }
            table.rows.append(.init(cells + details, startsGroup: startsNetwork(number)))
        }
        table.notes = missingNotes
        return table
    }

    /// What the two signs stand for.
    var errorPhrase: String {
        let classes = suite.form.property.classes.map(String.init).joined(separator: " or ")
        if suite.form.property == QuestionForm.given.property {
            return
                "≥: a counterexample was found; ≤: not proved that there is none. An image is an instance, each with a box of its own."
        }
        guard suite.form.property == .allClasses else {
            return
                "Only class \(classes) counts as adversarial. ≥: falsified; ≤: not proved robust. The test error is no part of "
                + "them."
        }
        return reference == .label
            ? "≥: misclassified or falsified; ≤: not proved robust."
            : "Robust: the class that the network predicts does not change. ≥: falsified; ≤: not proved robust. The test "
                + "error is that of the true labels and no part of them."
    }

    /// The sets that the run is about: a norm, or a family with its options.
    var setPhrase: String {
        guard !suite.form.family.isBall else { return suite.norm.title }
        let size = FamilyRegistry.standard[suite.form.family.name]?.sizeTitle ?? "size"
        return suite.form.family.words + (size == "size" ? "" : "; size: \(size)")
    }

    private func details(_ column: BoundColumn, in row: ReportRow) -> [Table.Cell] {
        guard let share = column.share(in: row) else { return [.missing, .missing, .missing, .missing] }
        let interval = design(of: column, in: row).interval(share)
        return [
            .number(share.n), .number(share.unanswered), .optional(interval?.lowerBound),
            .optional(interval?.upperBound),
        ]
    }

    /// Which methods lack outcomes, and how many; nothing when the run is complete.
    private var missingNotes: [String] {
        methods.compactMap { method in
            let asked = rows.reduce(0) { $0 + ($1.asked[method.id]?.count ?? 0) }
            let unanswered = rows.reduce(0) { $0 + $1.unanswered(method) }
            guard unanswered > 0 else { return nil }
            return "\(method.title): \(unanswered) of \(asked) questions are unanswered."
        }
    }

    /// 95 % intervals for the split that random samples were drawn from; `nil` where there is no random sample.
    var intervalTable: Table? {
        let bounds = boundColumns
        let designs = rows.map { row in bounds.map { design(of: $0, in: row) } }
        let isStratified = designs.joined().contains(.perClass)
        var hasIntervals = false
        var table = Table(
            name: "robust-error-intervals", caption: intervalCaption(isStratified),
            columns: networkColumns + [.init("n", title: "n")]
                + bounds.map { .init("\($0.stem)_interval_pct", title: $0.title, about: $0.name) })
        for (number, row) in rows.enumerated() {
            let cells = zip(bounds, designs[number]).map { column, design -> Table.Cell in
                guard let share = column.share(in: row), let interval = design.interval(share) else { return .missing }
                hasIntervals = true
                let format = NumberFormat.fixed(suite.tables.decimals ?? 1)
                return .init(
                    .text("[\(format.text(interval.lowerBound)), \(format.text(interval.upperBound))]"),
                    suffix: share.remark)
            }
            table.rows.append(
                .init(networkCells(number) + [countCell(row)] + cells, startsGroup: startsNetwork(number)))
        }
        return hasIntervals ? table : nil
    }

    private func intervalCaption(_ isStratified: Bool) -> String {
        let split = "the whole split" + (splitSize.map { " of \($0) images" } ?? "")
        guard !isStratified else {
            return
                "95 % intervals in percent for the mean over classes of each class's share in \(split), after equally many "
                + "random images of every class (Clopper–Pearson limits, conservative for strata by Hoeffding 1956)."
        }
        return
            "Exact 95 % intervals in percent for \(split), of which n images were drawn at random without replacement ("
            + (splitSize == nil
                ? "Clopper–Pearson, the size of the split being unknown)." : "by inversion of the hypergeometric law).")
    }
}
