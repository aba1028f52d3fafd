import Questions
import ResultStore
import Tables

/// A network at one ε: a row of most tables.
struct ReportRow {
    var network: String
    var epsilon: Double
    /// How ε is printed: as the suite writes it.
    var epsilonText: String
    /// What the network is called in print.
    var title = ""
    /// The same in figures: one line, of the length that suites allow.
    var label: String { String(PlainText.line(title).prefix(80)) }
    /// The network in a table; CSV has its id.
    var networkCell: Table.Cell { Table.Cell(.text(network), written: title == network ? nil : title) }
    /// All images asked about, in the order of the suite.
    var samples: [SampleID]
    /// Per method id, parallel to `samples`; `nil` where there is no outcome.
    var outcomes: [String: RowOutcomes]
    /// Their verdicts alone, which most tables need no more of.
    var verdicts: [String: [Verdict?]]
    /// Per method id: the images that the run asks it about, as positions in `samples`. Fewer than all of them where the
    /// suite restricts the method.
    var asked: [String: [Int]]
    /// Per method id: how far it was asked to go.
    var measures: [String: Measure]
    /// Images that plain classification was asked about, by the true labels.
    var classified: [Int]
    /// Parallel to `samples`: whether the class is not the true label; `nil` where nobody has said yet.
    var isMisclassified: [Bool?]
    /// Parallel to `samples`: wall-clock seconds that plain classification took, 0 of what nobody classified.
    var classifyingSeconds: [Double] = []
    /// Which class the bounds are about.
    var reference: ReferenceLabel
    var budget: Budget
    /// Whether a wrong class is an error by itself: the bounds are about the true label, against all classes.
    var countsTestErrors = true
    /// Ids of external tools, whose claims prove nothing here.
    var externals: Set<String> = []
}

extension ReportRow {
    /// Whether the run asks `method` about fewer images than the row has.
    func isPart(_ method: MethodColumn) -> Bool { (asked[method.id]?.count ?? 0) < samples.count }

    /// Images that `method` was asked about and has not answered.
    func unanswered(_ method: MethodColumn) -> Int {
        let list = verdicts[method.id]
        return asked[method.id, default: []].count { list?[$0] == nil }
    }

    /// Images about which some method owes an answer.
    var unanswered: Int {
        var flags = [Bool](repeating: false, count: samples.count)
        for (method, positions) in asked {
            let list = verdicts[method]
            for place in positions where list?[place] == nil { flags[place] = true }
        }
        for place in classified where isMisclassified[place] == nil { flags[place] = true }
        return flags.count { $0 }
    }

    /// `12 of 500 unanswered`; empty where the run is finished.
    var unansweredText: String { unanswered == 0 ? "" : "\(unanswered) of \(samples.count) unanswered" }

    /// An error whatever the perturbation: a wrong class, where the bounds are about the true label.
    func isWrong(_ sample: Int) -> Bool { countsTestErrors && isMisclassified[sample] == true }

    /// Misclassified, or falsified by `method`.
    func isError(_ sample: Int, by method: MethodColumn) -> Bool {
        isWrong(sample) || verdicts[method.id]?[sample] == .falsified
    }

    /// Proved robust by `method`, and not misclassified.
    func isProved(_ sample: Int, by method: MethodColumn) -> Bool {
        !isWrong(sample) && verdicts[method.id]?[sample] == .robust
    }

    /// Misclassified, or falsified by whichever method.
    func isError(_ sample: Int) -> Bool {
        isWrong(sample) || verdicts.values.contains { $0[sample] == .falsified }
    }

    /// Proved robust by whichever method of ours, and not misclassified.
    func isProved(_ sample: Int) -> Bool {
        !isWrong(sample) && verdicts.contains { $0.value[sample] == .robust && !externals.contains($0.key) }
    }
}
