import SuiteFiles
import Tables

extension ReportModel {
    /// What every verifier of ours proves, falsifies and leaves open, and what others were published to prove of the same
    /// network at the same size; `nil` where the suite cites nobody.
    var verifiedShareTable: Table? {
        let cited = rows.map { row in
            suite.publishedShares.filter { $0.network == row.network && $0.epsilon == row.epsilon }
        }
        guard cited.contains(where: { !$0.isEmpty }) else { return nil }
        let sources = Set(cited.joined().compactMap(\.source)).sorted()
        var table = Table(
            name: "verified-share",
            caption:
                "Images in percent that are proved robust, that have a counterexample, misclassified ones among them, and "
                + "that stay open: our verifiers, in bold, on our n images, and others as published"
                + (sources.isEmpty ? "" : " (\(sources.joined(separator: "; ")))")
                + ", with their limits and machines.",
            columns: networkColumns + [
                .init("verifier", title: "verifier", alignment: .left), .init("n", title: "n"),
                .init("verified_pct", title: "verified", format: percentFormat),
                .init("unsafe_pct", title: "unsafe", format: percentFormat),
                .init("open_pct", title: "open", format: percentFormat),
            ])
        for (number, row) in rows.enumerated() where !cited[number].isEmpty {
            var lines = methods.filter(\.boundsAbove).compactMap { verifiedLine(of: $0, in: row) }
            lines += cited[number].flatMap(\.shares).map { share -> Table.Row in
                .init([.text(PlainText.line(share.verifier)), .missing, .number(share.percent), .missing, .missing])
            }
            for (place, line) in lines.enumerated() {
                var line = line
                line.cells = networkCells(number) + line.cells
                line.startsGroup = place == 0
                table.rows.append(line)
            }
        }
        table.caveats = cited.joined().flatMap { shares in
            shares.notes.map { "Published shares of \(shares.network): \($0)" }
        }
        return table
    }

    /// An image is unsafe if any method falsifies it: a cascade asks the verifier no more.
    private func verifiedLine(of method: MethodColumn, in row: ReportRow) -> Table.Row? {
        guard let share = BoundColumn(method: method, bound: .upper).share(in: row), share.n > 0,
            let asked = row.asked[method.id]
        else { return nil }
        let proved = share.n - share.proportion.successes
        let errors = asked.count { row.isError($0) && !row.isProved($0, by: method) }
        func percent(_ count: Int) -> Double { 100 * Double(count) / Double(share.n) }
        return .init(
            [
                .text(method.title), .number(share.n), .init(.number(percent(proved)), suffix: share.remark),
                .number(percent(errors)), .number(percent(share.n - proved - errors)),
            ], emphasis: .strong)
    }
}
