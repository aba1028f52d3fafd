import Figures

extension RunComparison {
    /// CPU seconds before against after, timeouts on the frame; `nil` where no query was answered by both.
    ///
    /// Of points that would be drawn on top of each other, less than a hundredth of a decade apart, one is drawn.
    public var scatter: ScatterPlot? {
        guard !timePairs.isEmpty else { return nil }
        func points(_ select: (TimePair) -> Point?) -> [Point] {
            var seen = Set<Point>()
            return timePairs.compactMap(select).filter { point in
                seen.insert(Point(hundredthOfDecade(point.x), hundredthOfDecade(point.y))).inserted
            }
        }
        let series = [
            ScatterPlot.Series(
                "answered in both runs", SeriesStyle(.line, color: .blue, marker: .circle),
                points: points { pair in
                    guard let before = pair.before, let after = pair.after else { return nil }
                    return Point(before, after)
                }),
            ScatterPlot.Series(
                "timeout before", SeriesStyle(.line, color: .green, marker: .triangleRight),
                points: points { pair in
                    guard pair.before == nil, let after = pair.after else { return nil }
                    return Point(.infinity, after)
                }),
            ScatterPlot.Series(
                "timeout after", SeriesStyle(.line, color: .vermillion, marker: .triangleUp),
                points: points { pair in
                    guard let before = pair.before, pair.after == nil else { return nil }
                    return Point(before, .infinity)
                }),
        ]
        return ScatterPlot(
            title: "CPU seconds before against after", xTitle: "CPU seconds before", yTitle: "CPU seconds after",
            series: series.filter { !$0.points.isEmpty }, factors: [0.5, 2])
    }

    /// How often each ratio after / before occurs; `nil` where there is none.
    public var histogram: HistogramPlot? {
        let ratios = timePairs.compactMap { pair -> Double? in
            guard let before = pair.before, let after = pair.after, before > 0, after > 0 else { return nil }
            return after / before
        }
        guard !ratios.isEmpty else { return nil }
        return HistogramPlot(
            title: "Ratios of CPU time", axisTitle: "CPU time after / before", ratios: ratios,
            style: SeriesStyle(.bar, color: .blue), marks: [time.rows.first?.ratio].compactMap(\.self),
            markTitle: "median")
    }
}
