import Figures
import Questions

/// Which questions each method decides, and how soon, all of them asked the same ones.
struct Race {
    let model: ReportModel
    /// The methods in the order of the report.
    let methods: [MethodColumn]
    /// The questions that all of them were asked, as positions in the samples of each row; where there are none that all were
    /// asked, those of any.
    let questions: [[Int]]
    /// Whether every method was asked all questions.
    let isShared: Bool

    init(_ model: ReportModel) {
        self.model = model
        methods = model.methods
        let methods = methods
        let shared = model.rows.map { row in
            var askers = [Int](repeating: 0, count: row.samples.count)
            for method in methods {
                for sample in row.asked[method.id] ?? [] { askers[sample] += 1 }
            }
            return row.samples.indices.filter { askers[$0] == methods.count }
        }
        isShared = shared.contains { !$0.isEmpty }
        questions = isShared ? shared : model.rows.map { Array($0.samples.indices) }
    }

    var count: Int { questions.reduce(0) { $0 + $1.count } }

    /// Seconds after which `method` has each of its answers, in the order of the questions.
    func seconds(of method: MethodColumn) -> [Double] {
        zip(model.rows, questions).flatMap { row, samples in
            samples.compactMap { seconds(of: method, $0, in: row) }
        }
    }

    /// When the answer of `method` to one question is known; `nil` where it has none. What it computed itself took its own
    /// time; what a cheaper method implies, all that was asked up to that one.
    private func seconds(of method: MethodColumn, _ sample: Int, in row: ReportRow) -> Double? {
        guard let outcome = row.outcomes[method.id]?[sample], outcome.isSolved(model.goal) else { return nil }
        guard let source = outcome.impliedBy else { return outcome.measurements.seconds(under: method.limit) }
        let classifying = row.classifyingSeconds.indices.contains(sample) ? row.classifyingSeconds[sample] : 0
        guard let last = methods.first(where: { $0.id == source }) else { return classifying }
        return methods.filter { $0.descriptor.costRank <= last.descriptor.costRank }.reduce(classifying) {
            sum, earlier in
            guard let answer = row.outcomes[earlier.id]?[sample], answer.impliedBy == nil else { return sum }
            return sum + answer.measurements.seconds(under: earlier.limit)
        }
    }
}

extension ReportModel {
    /// Questions decided over time; `nil` where none was.
    func cactusFigure(_ times: MethodTimes) -> ReportFigure? {
        let race = Race(self)
        let styles = styles
        let solved = race.methods.map { ($0, race.seconds(of: $0)) }.filter { !$0.1.isEmpty }
        guard !solved.isEmpty else { return nil }
        let limited = solved.map(\.0).filter { method in
            method.claim == .exact || times.timedOut.contains(method.id)
        }
        let series = solved.compactMap { method, seconds -> CactusPlot.Series? in
            guard var style = styles[method.id] else { return nil }
            style.form = .line
            return .init(
                "\(method.title) (\(seconds.count))", style, seconds: seconds,
                limit: limited.contains(method) ? method.limit.bindingSeconds : nil)
        }
        var plot = CactusPlot(title: "Questions decided over time: \(suite.title)", series: series)
        let clocks = Set(solved.map(\.0.limit.countsProcessorTime))
        plot.timeTitle = clocks.count > 1 ? "seconds" : clocks.contains(true) ? "CPU seconds" : "wall-clock seconds"
        return ReportFigure(
            name: "cactus",
            caption: "Questions decided against time, all networks together, of the \(race.count) "
                + (race.isShared ? "that every method was asked" : "of all methods, which were not asked the same")
                + "; in brackets how many. What a cheaper method's answer implies counts at the time that it took all methods asked "
                + "until then." + (limited.isEmpty ? "" : " Dotted: the limit of a question\(limitsPhrase(limited)).")
                + (unmeasuredCaveat.map { " " + $0 } ?? ""),
            plot: plot)
    }
}
