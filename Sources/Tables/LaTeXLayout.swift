/// How a table is set so that it fits whatever it is put into: a column of a two-column paper where it can, else the
/// width of the text, else a page on its side.
struct LaTeXLayout: Hashable {
    /// Sizes of the standard classes at 10 pt.
    enum Size: String, CaseIterable {
        case normalsize, small, footnotesize, scriptsize, tiny

        /// How wide its letters are beside those of 10 pt, in Computer Modern.
        var factor: Double {
            switch self {
            case .normalsize: 1
            case .small: 0.925
            case .footnotesize: 0.85
            case .scriptsize: 0.8
            case .tiny: 0.69
            }
        }

        /// From line to line, in points.
        var lineHeight: Double {
            switch self {
            case .normalsize: 12
            case .small: 11
            case .footnotesize: 9.5
            case .scriptsize: 8
            case .tiny: 6
            }
        }
    }

    enum Extent: CaseIterable {
        /// A column of a two-column paper.
        case column
        case text
        /// The text of a page on its side.
        case side

        /// In points, less a hair: a column and the text of `article` on letter paper at 10 pt. Those of NeurIPS, ICML and CVPR are
        /// wider.
        var width: Double {
            switch self {
            case .column: 228
            case .text: 343
            case .side: 545
            }
        }
    }

    var size: Size
    /// `\tabcolsep`, half the space between columns, in points.
    var gap: Double
    var extent: Extent
    /// Whether titles are broken where they are wider than what stands below them.
    var isStacked = true
    /// Positions, among the columns that are printed, of those that are set as paragraphs.
    var wrapped: [Int] = []

    init(_ size: Size, _ gap: Double, _ extent: Extent, isStacked: Bool = true, wrapped: [Int] = []) {
        self.size = size
        self.gap = gap
        self.extent = extent
        self.isStacked = isStacked
        self.wrapped = wrapped
    }

    /// Columns of text from these widths on may be set as paragraphs, the first if that is enough.
    private static let wideText = [160.0, 50.0]
    /// Up to so much a table that fits nowhere is scaled down rather than laid on its side.
    private static let leastScale = 0.7

    /// The layout that sets `widths` largest.
    ///
    /// - Parameter isLong: whether it fills more than a page, so that nothing can be scaled and a column is no place for it.
    static func fitting(_ widths: LaTeXColumnWidths, isLong: Bool) -> LaTeXLayout {
        let texts = wideText.map { least in
            widths.indices.filter { widths.isText[$0] && widths.cells[$0] > least }
        }
        func layouts(_ extent: Extent) -> [LaTeXLayout] {
            let large = [
                LaTeXLayout(.normalsize, 6, extent, isStacked: false), LaTeXLayout(.normalsize, 6, extent),
                LaTeXLayout(.small, 4, extent),
            ]
            let small = [
                LaTeXLayout(.footnotesize, 4, extent), LaTeXLayout(.scriptsize, 3, extent),
                LaTeXLayout(.scriptsize, 2, extent),
            ]
            func paragraphs(_ texts: [Int]) -> [LaTeXLayout] {
                texts.isEmpty
                    ? []
                    : ([LaTeXLayout(.small, 4, extent)] + small).map { layout in
                        var layout = layout
                        layout.wrapped = texts
                        return layout
                    }
            }
            // Narrow columns are no place for paragraphs.
            if extent == .column { return Array(large + small.prefix(1)) }
            return large + paragraphs(texts[0]) + small + (isLong || extent == .side ? paragraphs(texts[1]) : [])
        }
        func first(_ extents: [Extent]) -> LaTeXLayout? {
            extents.lazy.flatMap(layouts).first { $0.scale(widths) >= 1 }
        }
        if let layout = first(isLong ? [.text] : [.column, .text]) { return layout }
        let scaled = LaTeXLayout(.scriptsize, 3, .text)
        if !isLong, scaled.scale(widths) >= leastScale { return scaled }
        return first([.side]) ?? LaTeXLayout(.tiny, 2, .side, wrapped: texts[1])
    }

    /// The room that there is over what is needed.
    private func scale(_ widths: LaTeXColumnWidths) -> Double {
        extent.width / (fixedWidth(widths) + leastParagraphs(widths).reduce(0, +))
    }

    /// What the columns that are no paragraphs need, with the space between all of them.
    private func fixedWidth(_ widths: LaTeXColumnWidths) -> Double {
        let fixed = widths.indices.filter { !wrapped.contains($0) }
        let marks = LaTeXColumnWidths.markWidth * Double(fixed.count { widths.isMarked[$0] })
        let columns = fixed.reduce(0) { sum, column in
            sum + max(widths.cells[column], isStacked ? widths.stackedTitles[column] : widths.titles[column])
        }
        return columns * size.factor + marks + 2 * gap * Double(max(0, widths.count - 1))
    }

    /// The longest piece of each paragraph that cannot be broken.
    private func leastParagraphs(_ widths: LaTeXColumnWidths) -> [Double] {
        wrapped.map { max(widths.pieces[$0], widths.stackedTitles[$0]) * size.factor + 2 }
    }

    /// The width of each paragraph as a share of the line and so many points: what is left beyond the least is shared by what
    /// each would need to stand on one line.
    func paragraphs(_ widths: LaTeXColumnWidths) -> [(share: Double, points: Double)] {
        let least = leastParagraphs(widths)
        let wishes = zip(wrapped, least).map { max(1, widths.cells[$0] * size.factor - $1) }
        let taken = fixedWidth(widths) + least.reduce(0, +)
        return zip(least, wishes).map { least, wish in
            let share = wish / wishes.reduce(0, +)
            return (share, least - share * taken)
        }
    }
}

/// What the columns of a table that are printed need, in points at 10 pt.
struct LaTeXColumnWidths {
    /// The widest cell.
    var cells: [Double]
    /// The widest part of a cell that no line may be broken in.
    var pieces: [Double]
    /// The title on one line.
    var titles: [Double]
    /// The widest line of the title once it is broken.
    var stackedTitles: [Double]
    /// Whether it is text, flush left, that may be broken.
    var isText: [Bool]
    /// Whether marks stand behind some cells.
    var isMarked: [Bool]

    /// What a mark needs, whatever the size of letters.
    static let markWidth = 4.0

    var count: Int { cells.count }
    var indices: Range<Int> { cells.indices }
}
