import Questions
import Tables

/// What travels with every number: into tables, captions and the first paragraph.
extension ReportModel {
    /// Sentences for every table of bounds.
    var caveats: [String] { suiteNotes + [toleranceCaveat, unfinishedCaveat].compactMap(\.self) }

    /// The suite's remarks on itself and on the networks that the report shows.
    private var suiteNotes: [String] {
        let shown = Set(rows.map(\.network))
        return suite.notes.map { "Note: \($0)" }
            + suite.networks.filter { shown.contains($0.id) }.flatMap { network in
                network.notes.map { "Note on \(network.label?.plain ?? network.id): \($0)" }
            }
    }

    /// Whose `robust` is not rigorous; `nil` where all are.
    var toleranceCaveat: String? {
        let loose = methods.filter { !$0.isRigorous && !$0.isExternal }
        guard !loose.isEmpty else { return externalCaveat }
        let caveat =
            "\(MethodColumn.toleranceMark) \(titles(loose)): what it calls robust (its ≤) rests on its solver's tolerances, not on "
            + "rigorous arithmetic; what it falsifies (its ≥) rests on checked witnesses."
        return [caveat, externalCaveat].compactMap(\.self).joined(separator: " ")
    }

    /// Whose answers are not ours; `nil` where all are.
    private var externalCaveat: String? {
        let tools = methods.filter(\.isExternal)
        guard !tools.isEmpty else { return nil }
        return
            "\(MethodColumn.toleranceMark) \(titles(tools)): an external tool. What it calls robust is its own claim, which nothing "
            + "here has checked and no sum of all methods counts; what it falsifies rests on checked witnesses."
    }

    private func titles(_ methods: [MethodColumn]) -> String {
        methods.map { $0.title.replacing(MethodColumn.toleranceMark, with: "") }.joined(separator: ", ")
    }

    /// What stands below every figure of a run that did not end, inside the picture; `nil` for one that did.
    var unfinishedFooter: String? {
        guard outcomesUnanswered > 0 else { return nil }
        return "Not finished: \(outcomesUnanswered) of \(outcomesExpected) questions are unanswered."
    }

    /// What a run that did not end means for its bounds; `nil` for one that did.
    var unfinishedCaveat: String? {
        guard outcomesUnanswered > 0 else { return nil }
        return
            "The run is not finished: \(outcomesUnanswered) of \(outcomesExpected) questions are unanswered. An image without "
            + "an answer counts as not falsified for ≥ and as not proved for ≤, so that every bound holds, and none is as "
            + "tight as the finished run's."
    }

    /// The same for what was measured rather than bounded; `nil` for a run that did end.
    var unmeasuredCaveat: String? {
        guard outcomesUnanswered > 0 else { return nil }
        return
            "The run is not finished: \(outcomesUnanswered) of \(outcomesExpected) questions are unanswered and missing here."
    }

    /// The caveats behind the caption of a figure of bounds.
    var caveatPhrase: String { caveats.map { " " + $0 }.joined() }

    /// Images that are proved by methods without rigorous arithmetic alone.
    var looseProofs: Int {
        let rigorous = methods.filter(\.isRigorous)
        return rows.reduce(0) { total, row in
            total
                + row.samples.indices.count { sample in
                    row.isProved(sample) && !rigorous.contains { row.isProved(sample, by: $0) }
                }
        }
    }
}

extension Table {
    /// With `sentence` among its caveats; itself without one.
    func with(caveat sentence: String?) -> Table {
        var table = self
        table.caveats += [sentence].compactMap(\.self)
        return table
    }

    /// With the sentence on tolerances where a method that it is about has a column or a row.
    func marked(_ caveat: String?) -> Table {
        guard let caveat, !caveats.contains(caveat) else { return self }
        let mark = MethodColumn.toleranceMark
        let isAbout =
            columns.contains { $0.title.contains(mark) }
            || rows.contains {
                $0.cells.contains { if case .text(let text) = $0.value { text.contains(mark) } else { false } }
            }
        guard isAbout else { return self }
        var table = self
        table.caveats.append(caveat)
        return table
    }
}
