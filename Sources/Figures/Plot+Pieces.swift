/// A plot whose rows or panels may be shown a few at a time.
protocol DivisiblePlot: Plot {
    /// How many rows or panels there are.
    var divisions: Int { get }

    /// The same plot with some of them, on the same axes, its title ending in `suffix`.
    func piece(_ range: Range<Int>, titled suffix: String) -> Self
}

extension Plot {
    /// The plot in pieces no higher than `height` points in `form`, in order; itself where it fits or cannot
    /// be divided. A single row that is higher is a piece of its own.
    ///
    /// - Complexity: O(n log n) drawings of rows.
    public func pieces(height: Double = FigureStyle.pageHeight, _ form: FigureForm = FigureForm()) -> [any Plot] {
        guard let plot = self as? any DivisiblePlot, scene(form).height > height else { return [self] }
        let ranges = plot.ranges(height: height, form)
        return ranges.enumerated().map { index, range in
            plot.piece(range, titled: " (part \(index + 1) of \(ranges.count))")
        }
    }
}

extension DivisiblePlot {
    /// As many rows a piece as fit.
    fileprivate func ranges(height: Double, _ form: FigureForm) -> [Range<Int>] {
        var ranges = [Range<Int>]()
        var start = 0
        while start < divisions {
            // More rows are never lower.
            var (fits, fails) = (1, divisions - start + 1)
            while fails - fits > 1 {
                let middle = (fits + fails) / 2
                let isLow = piece(start..<start + middle, titled: "").scene(form).height <= height
                if isLow { fits = middle } else { fails = middle }
            }
            ranges.append(start..<start + fits)
            start += fits
        }
        return ranges
    }
}

extension BracketPlot: DivisiblePlot {
    var divisions: Int { rows.count }

    func piece(_ range: Range<Int>, titled suffix: String) -> BracketPlot {
        var piece = self
        piece.title += suffix
        piece.rows = Array(rows[range])
        piece.greatest = greatestValue
        return piece
    }
}

extension DistributionPlot: DivisiblePlot {
    var divisions: Int { rows.count }

    func piece(_ range: Range<Int>, titled suffix: String) -> DistributionPlot {
        var piece = self
        piece.title += suffix
        piece.rows = Array(rows[range])
        piece.covered = coveredValues
        return piece
    }
}

extension BoundCurvesPlot: DivisiblePlot {
    var divisions: Int { panels.count }

    func piece(_ range: Range<Int>, titled suffix: String) -> BoundCurvesPlot {
        var piece = self
        piece.title += suffix
        piece.panels = Array(panels[range])
        return piece
    }
}
