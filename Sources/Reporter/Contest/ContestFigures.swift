import Figures
import Foundation
import VNNLIB

extension ContestModel {
    /// Instances solved over time by every tool, all benchmarks together.
    var cactusFigure: ReportFigure? {
        let styles = MethodStyles.styles(ofTools: tools)
        let series = tools.compactMap { tool -> CactusPlot.Series? in
            let seconds = solvedSeconds(of: tool)
            guard !seconds.isEmpty, let style = styles[tool] else { return nil }
            return CactusPlot.Series("\(tool) (\(seconds.count))", style, seconds: seconds)
        }
        guard !series.isEmpty else { return nil }
        return ReportFigure(
            name: "cactus",
            caption: "Instances solved against time, in brackets how many. " + Self.timesPhrase
                + (model.unmeasuredCaveat.map { " " + $0 } ?? ""),
            plot: CactusPlot(title: "Instances solved over time: \(model.suite.title)", series: series))
    }

    /// A figure per other tool: its time on an instance against ours. The first says how to read them.
    var scatterFigures: [ReportFigure] {
        var figures = [ReportFigure]()
        for tool in tools.dropFirst() where !solvedSeconds(of: tool).isEmpty {
            guard let plot = scatterPlot(against: tool) else { continue }
            figures.append(
                ReportFigure(
                    name: "against-" + Self.stem(tool),
                    caption: Self.scatterCaption(tool, isFirst: figures.isEmpty), plot: plot))
        }
        return figures
    }

    private func scatterPlot(against tool: String) -> ScatterPlot? {
        let benchmarks = benchmarks.filter { asked(tool, $0) > 0 }
        let limit = edge
        let series = benchmarks.enumerated().compactMap { number, benchmark -> ScatterPlot.Series? in
            let points = instances(of: benchmark).compactMap { point($0, tool, unsolvedAt: limit) }
            guard !points.isEmpty else { return nil }
            return .init(benchmark, .line(number), points: points)
        }
        guard !series.isEmpty else { return nil }
        return ScatterPlot(
            title: "\(Self.own) against \(tool): \(model.suite.title)", xTitle: "\(tool): seconds",
            yTitle: "\(Self.own): seconds", series: series, factors: [10, 100])
    }

    private static func scatterCaption(_ tool: String, isFirst: Bool) -> String {
        let subject = "Seconds per instance of \(own) and of \(tool)"
        guard isFirst else { return "\(subject)." }
        return subject + ": above the diagonal \(tool) is faster, dashed ten and "
            + "a hundred times. What one of them does not solve lies on its edge of the frame; instances that neither "
            + "solves are left out. " + timesPhrase
    }

    private static let timesPhrase =
        "Seconds of \(own) are without the program's start, those of the others as published, with it, from their machines; what "
        + "takes less than a millisecond is drawn at it."

    /// Times are drawn from a millisecond.
    private static let leastSeconds = 1e-3

    /// Where what is not solved is drawn: the decade beyond every limit and time, where the frame ends.
    private var edge: Double {
        let largest = instances.reduce(1) { largest, instance in
            max(largest, instance.limit ?? 1, instance.claims.compactMap(\.seconds).max() ?? 1)
        }
        return pow(10, (log10(largest) + 0.1).rounded(.up))
    }

    private func solvedSeconds(of tool: String) -> [Double] {
        zip(standings.instances, standings.scores).compactMap { instance, scores in
            guard let place = scores.firstIndex(where: { $0.tool == tool }), scores[place].standing == .correct else {
                return nil
            }
            return instance.claims[place].seconds.map { max(Self.leastSeconds, $0) }
        }
    }

    private func point(_ instance: ContestedInstance, _ tool: String, unsolvedAt limit: Double) -> Point? {
        let scores = CompetitionRules.year2022.scores(instance.claims)
        let times = [tool, Self.own].map { name -> Double? in
            guard let place = scores.firstIndex(where: { $0.tool == name }), scores[place].standing == .correct else {
                return nil
            }
            return instance.claims[place].seconds.map { max(Self.leastSeconds, $0) }
        }
        guard times.contains(where: { $0 != nil }) else { return nil }
        return Point(times[0] ?? limit, times[1] ?? limit)
    }

    /// As a part of a file's name.
    private static func stem(_ tool: String) -> String {
        String(tool.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}
