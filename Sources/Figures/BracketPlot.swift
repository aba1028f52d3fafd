/// The gap between bounds at a glance: for each network and ε one row, in it for each method the interval from the
/// best attack to what the method certifies, in percent of robust error.
public struct BracketPlot: Plot {
    /// A method of the legend.
    public struct Series: Sendable, Hashable {
        public var title: String
        public var style: SeriesStyle

        public init(_ title: String, _ style: SeriesStyle) {
            self.title = title
            self.style = style
        }
    }

    /// An interval of a series; for forms `edge` and `tick` only `upper` is drawn.
    public struct Bracket: Sendable, Hashable {
        /// Position in ``BracketPlot/series``.
        public var series: Int
        public var lower: Double
        public var upper: Double
        /// The lane of another series, for ticks that belong to it; `nil` for a lane of its own.
        public var besides: Int?
        /// Whether it speaks of a part only of what the row is about: drawn in outline, edges short.
        public var isHollow: Bool

        public init(series: Int, lower: Double, upper: Double, besides: Int? = nil, isHollow: Bool = false) {
            self.series = series
            self.lower = lower
            self.upper = upper
            self.besides = besides
            self.isHollow = isHollow
        }
    }

    public struct Row: Sendable, Hashable {
        public var network: String
        public var epsilon: String
        /// Printed under the network; empty for none.
        public var remark: String
        /// Printed at the right, under ``BracketPlot/noteTitle``.
        public var note: String
        public var brackets: [Bracket]

        public init(
            network: String, epsilon: String, remark: String = "", note: String = "", brackets: [Bracket]
        ) {
            self.network = network
            self.epsilon = epsilon
            self.remark = remark
            self.note = note
            self.brackets = brackets
        }
    }

    public var title: String
    public var axisTitle: String
    public var noteTitle: String
    /// Over the column of ε.
    public var sizeTitle = "ε"
    public var series: [Series]
    public var rows: [Row]
    /// What the legend says of hollow brackets; empty for nothing.
    public var hollowTitle = ""
    /// The value that the axis must reach even where no row does.
    var greatest = 0.0

    public init(title: String, axisTitle: String, noteTitle: String = "", series: [Series], rows: [Row]) {
        self.title = title
        self.axisTitle = axisTitle
        self.noteTitle = noteTitle
        self.series = series
        self.rows = rows
    }

    public func scene(width: Double, measuring: any TextMeasuring) -> Scene {
        var scene = SceneBuilder(measuring: measuring)
        let scale = Scale.linear(upTo: greatestValue)
        let lanes = self.lanes
        let frame = RowFrame(
            rows: rows.enumerated().map { number, row in
                let isRepeated = number > 0 && rows[number - 1].network == row.network
                return .init(
                    label: isRepeated ? "" : row.network, remark: row.remark, sublabel: row.epsilon, note: row.note,
                    lanes: max(2, lanes.count))
            },
            headers: ("network", sizeTitle, noteTitle), scale: scale, axisTitle: axisTitle,
            entries: series.map { Legend.Entry(title: $0.title, style: $0.style) } + hollowEntries)
        let placement = frame.draw(in: &scene, width: width)
        for (number, row) in rows.enumerated() {
            draw(row, number, placement, scale, lanes, in: &scene)
        }
        return Scene(
            title: title, width: width, height: placement.height, instructions: scene.instructions,
            regions: ["axes": placement.axes, "legend": placement.legend])
    }

    private var hollowEntries: [Legend.Entry] {
        guard !hollowTitle.isEmpty, rows.contains(where: { $0.brackets.contains(where: \.isHollow) }) else { return [] }
        return [Legend.Entry(title: hollowTitle, style: SeriesStyle(.bar, color: .grey), isHollow: true)]
    }

    /// The largest value of any row.
    var greatestValue: Double { max(greatest, rows.flatMap(\.brackets).map(\.upper).max() ?? 1) }

    /// Series with a lane of their own, in order.
    private var lanes: [Int] { series.indices.filter { ![.edge, .tick].contains(series[$0].style.form) } }

    private func draw(
        _ row: Row, _ number: Int, _ placement: RowFrame.Placement, _ scale: Scale, _ lanes: [Int],
        in scene: inout SceneBuilder
    ) {
        let range = placement.rows[number]
        // Edges lie below, so that no marker hides behind one.
        let ordered =
            row.brackets.filter { series[$0.series].style.form == .edge }
            + row.brackets.filter { series[$0.series].style.form != .edge }
        for bracket in ordered {
            let style = series[bracket.series].style
            let lane = lanes.firstIndex(of: bracket.besides ?? bracket.series) ?? 0
            let y = placement.y(row: number, lane: lane, of: lanes.count)
            let left = placement.x(bracket.lower, on: scale)
            let right = placement.x(bracket.upper, on: scale)
            switch style.form {
            case .bar:
                // A closed bracket is still to be seen.
                let thin = max(0, 1.8 - (right - left)) / 2
                scene.bar(
                    Rect(left: left - thin, top: y - 1.7, right: right + thin, bottom: y + 1.7), style.color,
                    isHollow: bracket.isHollow)
            case .line:
                scene.horizontal(y, from: left, to: right, Stroke(color: style.color, width: 1, dashes: style.dashes))
                if let marker = style.marker {
                    scene.marker(marker, right, y, size: 4.6, style.color, isHollow: bracket.isHollow)
                }
            case .edge:
                let inset = bracket.isHollow ? (range.upperBound - range.lowerBound) / 3 : 1
                scene.vertical(
                    right, from: range.lowerBound + inset, to: range.upperBound - inset,
                    Stroke(color: style.color, width: 1.1, dashes: style.dashes))
            case .capped: Self.drawCapped(from: left, to: right, y: y, style.color, in: &scene)
            case .tick: scene.vertical(right, from: y - 2.2, to: y + 2.2, Stroke(color: style.color, width: 1.2))
            }
        }
    }

    static func drawCapped(from left: Double, to right: Double, y: Double, _ color: Color, in scene: inout SceneBuilder)
    {
        let stroke = Stroke(color: color, width: 0.9)
        scene.horizontal(y, from: left, to: right, stroke)
        scene.vertical(left, from: y - 1.7, to: y + 1.7, stroke)
        scene.vertical(right, from: y - 1.7, to: y + 1.7, stroke)
    }
}
