import Figures

/// A figure with its file stem and what stands under it.
struct ReportFigure {
    var name: String
    var caption: String
    var plot: any Plot

    /// The figure in pieces that fit a page in `form`, named `gap-1`, `gap-2`, …; itself where it fits whole.
    func parts(_ form: FigureForm) -> [ReportFigure] {
        let pieces = plot.pieces(form)
        guard pieces.count > 1 else { return [self] }
        let digits = "\(pieces.count)".count
        return pieces.enumerated().map { index, piece in
            let number = "\(index + 1)"
            let padded = String(repeating: "0", count: digits - number.count) + number
            let place = "Part \(number) of \(pieces.count)."
            return ReportFigure(
                name: "\(name)-\(padded)", caption: index == 0 ? "\(place) \(caption)" : place, plot: piece)
        }
    }
}
