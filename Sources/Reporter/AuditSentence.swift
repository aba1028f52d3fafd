import SuiteFiles

extension ReportModel {
    /// How many queries every method answered itself: what follows from a cheaper method cannot break a law.
    var auditSentence: String {
        var (all, own) = (0, 0)
        for row in rows {
            let outcomes = methods.compactMap { row.outcomes[$0.id] }
            for position in row.samples.indices where !row.isWrong(position) {
                let given = outcomes.compactMap { $0.isOwn(position) }
                guard given.count > 1 else { continue }
                all += 1
                if given.allSatisfy(\.self) { own += 1 }
            }
        }
        guard all > 0 else { return "No query was asked of more than one method." }
        if own == all { return "All \(all) queries of two methods or more were answered by every method itself." }
        let share =
            suite.audit.share > 0 ? " (the suite's audit is \(Self.percent(suite.audit.share)) of the images)" : ""
        return
            "Of \(all) queries of two methods or more, \(own) were answered by all of them themselves\(share); at the "
            + "others some answers follow from cheaper methods, and hold by construction."
    }

    private static func percent(_ share: Double) -> String { "\((share * 1e4).rounded() / 100) %" }
}
