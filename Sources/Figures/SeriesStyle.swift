/// How a series of a plot is drawn and shown in the legend.
public struct SeriesStyle: Sendable, Hashable, Codable {
    public enum Form: String, Sendable, Hashable, Codable {
        /// A thick bar.
        case bar
        /// A thin line with a marker at its upper end.
        case line
        /// A vertical mark across the row.
        case edge
        /// A thin line with caps: what others printed.
        case capped
        /// A small upright tick: what others printed.
        case tick
    }

    public var form: Form
    public var color: Color
    public var dashes: [Double]
    public var marker: Marker?

    public init(_ form: Form, color: Color, dashes: [Double] = [], marker: Marker? = nil) {
        self.form = form
        self.color = color
        self.dashes = dashes
        self.marker = marker
    }

    /// Styles for series without one of their own: told apart by colour, marker and dashes alike.
    public static func line(_ index: Int) -> SeriesStyle {
        let colors: [Color] = [.orange, .green, .purple, .sky, .ink, .blue, .vermillion]
        let markers: [Marker] = [.circle, .diamond, .square, .triangleUp, .triangleDown, .plus, .cross]
        let dashes: [[Double]] = [[], [4, 1.5], [1.5, 1.5], [5, 1.5, 1.5, 1.5], [2.5, 2.5]]
        return SeriesStyle(
            .line, color: colors[index % colors.count], dashes: dashes[index % dashes.count],
            marker: markers[index % markers.count])
    }

    /// Styles for further complete verifiers; the dashes are for figures in which they are lines.
    public static func bar(_ index: Int) -> SeriesStyle {
        let colors: [Color] = [.blue, .ink, .sky, .purple, .green, .orange]
        let dashes: [[Double]] = [[], [4, 1.5], [1.5, 1.5], [5, 1.5, 1.5, 1.5], [2.5, 2.5]]
        let markers: [Marker] = [.square, .diamond, .circle, .triangleUp, .triangleDown]
        return SeriesStyle(
            .bar, color: colors[index % colors.count], dashes: dashes[index % dashes.count],
            marker: markers[index % markers.count])
    }

    /// Styles for further attacks.
    public static func edge(_ index: Int) -> SeriesStyle {
        let dashes: [[Double]] = [[], [2, 1], [0.8, 0.8], [3, 1, 0.8, 1], [4, 2], [1, 2]]
        let markers: [Marker] = [.triangleRight, .cross, .plus, .triangleDown, .triangleUp]
        return SeriesStyle(
            .edge, color: .vermillion, dashes: dashes[index % dashes.count], marker: markers[index % markers.count])
    }

    /// The mark of the test error.
    public static let testError = SeriesStyle(.edge, color: .ink, dashes: [0.8, 1.2])
    /// A bracket that somebody else printed.
    public static let published = SeriesStyle(.capped, color: .grey)
    /// A single bound that somebody else printed.
    public static let publishedTick = SeriesStyle(.tick, color: .grey)
}
