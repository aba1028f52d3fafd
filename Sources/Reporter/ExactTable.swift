import Statistics
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
                + "figures. Inside: our value lies in the paper's bracket (± the 95 % interval of fewer images than the split has).",
            columns: networkColumns
                + attacks.map { .init("\($0.key)_lower_pct", title: "\($0.title) ≥", format: .fixed(2)) } + [
                    .init("n", title: "n"), .init("method", title: "by", alignment: .left),
                    .init("exact_pct", title: "exact", alignment: .right), .init("open", title: "open"),
                ] + certified.map { .init("\($0.stem)_pct", title: $0.title, format: .fixed(2)) } + [
                    .init("paper_pct", title: "paper's bracket", alignment: .right)
                ] + cited.map { .init("paper_\($0.stem)_pct", title: "paper \($0.title)", format: .fixed(2)) } + [
                    .init("inside", title: "inside", alignment: .left)
                ])
        for (number, row) in rows.enumerated() {
            let found = solved(exact, in: row)
            let theirs = publishedBracket(in: row)
            var cells = networkCells(number)
            cells += attacks.map { .optional(BoundColumn(method: $0, bound: .lower).proportion(in: row)?.percent) }
            cells += [
                .optional(found.map { Double($0.errors.trials) }), .text(found?.method.title ?? ""),
                .text(found.map { interval($0.errors.percent, $0.unproved.percent) } ?? ""),
                .optional(found.map { Double($0.unproved.successes - $0.errors.successes) }),
            ]
            cells += certified.map { column in
                let share = column.proportion(in: row)
                let isPart = share.map { $0.trials < size(of: row) } ?? false
                return share?.percent.map { .init(.number($0), suffix: isPart ? " (n = \(share?.trials ?? 0))" : nil) }
                    ?? .missing
            }
            cells.append(.text(theirs.map { interval($0.lowerBound, $0.upperBound) } ?? ""))
            cells += cited.map { .optional(published($0, in: row)?.value) }
            cells.append(.text(zip(found, theirs).map { isInside($0, $1) ? "yes" : "no" } ?? ""))
            table.rows.append(.init(cells, startsGroup: startsNetwork(number)))
        }
        return table
    }

    private typealias Solved = (method: MethodColumn, errors: Proportion, unproved: Proportion)

    /// The complete verifier with most images in `row`, among equals the one that leaves the fewest open.
    private func solved(_ exact: [MethodColumn], in row: ReportRow) -> Solved? {
        let found = exact.compactMap { method -> Solved? in
            guard let errors = BoundColumn(method: method, bound: .lower).proportion(in: row),
                let unproved = BoundColumn(method: method, bound: .upper).proportion(in: row)
            else { return nil }
            return (method, errors, unproved)
        }
        return found.max { a, b in
            (a.errors.trials, a.errors.successes - a.unproved.successes) < (
                b.errors.trials, b.errors.successes - b.unproved.successes
            )
        }
    }

    private func interval(_ lower: Double?, _ upper: Double?) -> String {
        guard let lower, let upper else { return "" }
        let format = NumberFormat.fixed(2)
        return lower == upper ? format.text(lower) : "\(format.text(lower))–\(format.text(upper))"
    }

    /// Whether both ends lie in the paper's bracket, up to the rounding of its figures, as far as n images can tell.
    private func isInside(_ found: Solved, _ theirs: ClosedRange<Double>) -> Bool {
        let rounding = 0.005 + 1e-9
        guard let lower = found.errors.percent, let upper = found.unproved.percent else { return false }
        guard isSubsample(found.errors.trials) else {
            return lower >= theirs.lowerBound - rounding && upper <= theirs.upperBound + rounding
        }
        return found.errors.percentInterval().upperBound >= theirs.lowerBound
            && found.unproved.percentInterval().lowerBound <= theirs.upperBound
    }

    private func zip<A, B>(_ a: A?, _ b: B?) -> (A, B)? { if let a, let b { (a, b) } else { nil } }
}
