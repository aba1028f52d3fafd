import Questions
import Tables

extension ReportModel {
    /// Where the figures come from.
    var provenanceTable: Table {
        var entries: [(String, String)] = [
            ("suite", run.suite), ("suite SHA-256", run.suiteDigest.description + suiteRemark),
        ]
        entries += runEntries
        let count = isContest ? rows.reduce(0) { $0 + $1.samples.count } : rows.map(\.samples.count).max() ?? 0
        entries.append(("data", "\(dataPhrase), \(Wording.counted(count, isContest ? "instance" : "image"))"))
        entries.append(("data SHA-256", run.datasetDigest.description))
        entries += shownDigests.map { ("network \($0.key) SHA-256", "\($0.value)") }
        if isContest { return provenance(entries + instanceEntries) }
        entries.append(("perturbation", perturbationText))
        entries.append(("samples", "\(suite.samples)"))
        if !suite.form.isPlain {
            entries.append(
                ("question", suite.form.goal.name + (suite.form.goal.tolerance.map { ", tolerance \($0)" } ?? "")))
            entries.append(("property", suite.form.property.words))
        }
        entries.append(("reference", reference.rawValue))
        entries.append(("measure", suite.measure.rawValue))
        entries.append(("budget", "\(Self.words(suite.budget)) a query"))
        for method in suite.methods {
            var options = method.call.options.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            if method.budget != suite.budget { options.append("limit \(Self.words(method.budget))") }
            let call = method.id == method.call.name ? "" : "\(method.call.name) "
            entries.append(("method \(method.id)", call + (options.isEmpty ? "-" : options.joined(separator: ", "))))
        }
        return provenance(entries)
    }

    /// Where instances have several limits a network has several ids: the shortest stands for all.
    private var shownDigests: [(key: String, value: Digest)] {
        guard isContest else { return networkDigests.sorted { $0.key < $1.key } }
        let ids = Dictionary(grouping: networkDigests.keys) { networkDigests[$0] ?? Digest(of: "") }
        return ids.compactMap { digest, ids in
            ids.min { ($0.count, $0) < ($1.count, $1) }.map { (key: $0, value: digest) }
        }.sorted { $0.key < $1.key }
    }

    /// What was asked of instances that files state in full.
    private var instanceEntries: [(String, String)] {
        let limits = Set(rows.map(\.budget.bindingSeconds)).sorted()
        let unit = rows.contains(where: \.budget.countsProcessorTime) ? "CPU s" : "s"
        let memory = NumberFormat.significant(3).text(Double(suite.budget.memoryBytes) / 1_073_741_824)
        let range = [limits.first, limits.last].compactMap(\.self).map { "\(OptionValue.number($0))" }
        return [
            (
                "limits",
                "each instance's own, \(Set(range).count > 1 ? range.joined(separator: " to ") : range.first ?? "0") \(unit)"
            ),
            ("memory", "\(memory) GiB"), ("measure", suite.measure.rawValue),
        ]
            + suite.methods.map { method in
                let options = method.call.options.filter { $0.key != MethodCall.timeOption }.sorted { $0.key < $1.key }
                return ("method \(method.id)", options.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
            }
    }

    private func provenance(_ entries: [(String, String)]) -> Table {
        Table(
            name: "provenance", caption: "Where the figures come from.",
            columns: [
                .init("what", title: "what", alignment: .left), .init("value", title: "value", alignment: .left),
            ], rows: entries.map { .init([.text($0.0), .text($0.1)]) })
    }

    private static func words(_ budget: Budget) -> String {
        "\(OptionValue.number(budget.perQuerySeconds)) s"
            + (budget.cpuSeconds.map { " (\(OptionValue.number($0)) s of processor time)" } ?? "") + " and "
            + "\(NumberFormat.significant(3).text(Double(budget.memoryBytes) / 1_073_741_824)) GiB"
    }

    private var suiteRemark: String {
        suite.digest == run.suiteDigest ? "" : " when it was run (its text has changed since)"
    }

    private var perturbationText: String {
        guard suite.form.family.isBall else { return suite.form.family.words }
        guard let domain = suite.domain else { return "\(suite.norm.title), unbounded inputs" }
        return "\(suite.norm.title), inputs in [\(OptionValue.number(domain.lower)), "
            + "\(OptionValue.number(domain.upper))]"
    }
}
