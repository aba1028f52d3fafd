import Tables

extension ReportModel {
    /// The exact robust error between attack and relaxations, beside the bracket that the paper's exact method left; `nil`
    /// where the suite gives no such bracket or no complete verifier has an outcome.
    var exactTable: Table? {
        let exact = methods.filter { $0.claim == .exact }
        let attacks = methods.filter { $0.claim == .attack }
        let relaxed = methods.filter { $0.claim == .lowerBound }
        guard rows.contains(where: { publishedBracket(in: $0) != nil && solved(exact, in: $0) != nil }) else {
            return nil
        }
        let certified = relaxed.map { BoundColumn(method: $0, bound: .upper) }
        let cited = certified.filter { column in rows.contains { published(column, in: $0) != nil } }
        var table = Table(
            name: "exact",
            caption:
                "The robust error itself, in percent of n images, or the bracket that open images leave, after the "
                + "complete verifier that decides most; beside it attack and relaxations over all their images, and the paper's "
                + "figures. Inside: our value lies in the paper's bracket, up to its rounding; asked of the whole split and, by "
                + "95 % intervals, of random samples.",
            columns: networkColumns
                + attacks.map { .init("\($0.key)_lower_pct", title: "\($0.title) ≥", format: percentFormat) } + [
                    .init("n", title: "n"), .init("method", title: "by", alignment: .left),
                    .init("exact_pct", title: "exact", alignment: .right), .init("open", title: "open"),
                ] + certified.map { .init("\($0.stem)_pct", title: $0.title, format: percentFormat) } + [
                    .init("paper_pct", title: "paper's bracket", alignment: .right)
                ] + cited.map { .init("paper_\($0.stem)_pct", title: "paper \($0.title)", format: percentFormat) } + [
                    .init("inside", title: "inside", alignment: .left)
                ])
        for (number, row) in rows.enumerated() {
            let found = solved(exact, in: row)
            let theirs = publishedBracket(in: row)
            var cells = networkCells(number)
            cells += attacks.map { BoundColumn(method: $0, bound: .lower).cell(in: row, percentFormat) }
            cells += [
                .optional(found.map { Double($0.errors.n) }), .text(found?.method.title ?? ""),
                .text(found.map { interval($0.errors.percent, $0.unproved.percent) } ?? ""), openCell(found),
            ]
            cells += certified.map { $0.cell(in: row, percentFormat) }
            cells.append(.text(theirs.map { interval($0.lowerBound, $0.upperBound) } ?? ""))
            cells += cited.map { .optional(published($0, in: row)?.value) }
            let inside = found.flatMap { found in theirs.flatMap { isInside(found, $0, row) } }
            cells.append(.text(inside.map { $0 ? "yes" : "no" } ?? ""))
            table.rows.append(.init(cells, startsGroup: startsNetwork(number)))
        }
        table.caveats = publishedNotes
        return table
    }

    private typealias Solved = (method: MethodColumn, errors: BoundShare, unproved: BoundShare)

    /// Undecided images, and how many of them are so for want of an answer.
    private func openCell(_ found: Solved?) -> Table.Cell {
        guard let found else { return .missing }
        let open = found.unproved.proportion.successes - found.errors.proportion.successes
        let unanswered = found.unproved.unanswered
        return Table.Cell(.number(Double(open)), suffix: unanswered > 0 ? " (\(unanswered) unanswered)" : nil)
    }

    /// The complete verifier with most images in `row`, among equals the one that leaves the fewest open.
    private func solved(_ exact: [MethodColumn], in row: ReportRow) -> Solved? {
        let found = exact.compactMap { method -> Solved? in
            guard let errors = BoundColumn(method: method, bound: .lower).share(in: row),
                let unproved = BoundColumn(method: method, bound: .upper).share(in: row)
            else { return nil }
            return (method, errors, unproved)
        }
        func rank(_ solved: Solved) -> (Int, Int) {
            (solved.errors.n, solved.errors.proportion.successes - solved.unproved.proportion.successes)
        }
        return found.max { rank($0) < rank($1) }
    }

    private func interval(_ lower: Double?, _ upper: Double?) -> String {
        guard let lower, let upper else { return "" }
        let format = percentFormat
        return lower == upper ? format.text(lower) : "\(format.text(lower))–\(format.text(upper))"
    }

    /// Whether both ends lie in the paper's bracket, up to the rounding of its figures, as far as n images can tell; `nil`
    /// where they cannot: unanswered, a prefix, or so many of each class.
    private func isInside(_ found: Solved, _ theirs: ClosedRange<Double>, _ row: ReportRow) -> Bool? {
        let rounding = 0.005 + 1e-9
        let design = design(of: BoundColumn(method: found.method, bound: .upper), in: row)
        guard found.errors.isComplete, let lower = found.errors.percent, let upper = found.unproved.percent else {
            return nil
        }
        switch design {
        case .whole: return lower >= theirs.lowerBound - rounding && upper <= theirs.upperBound + rounding
        case .random:
            guard let below = design.interval(found.errors), let above = design.interval(found.unproved) else {
                return nil
            }
            return below.upperBound >= theirs.lowerBound && above.lowerBound <= theirs.upperBound
        case .perClass, .chosen: return nil
        }
    }
}
