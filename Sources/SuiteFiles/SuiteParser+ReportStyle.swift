import Questions
import Yams

extension SuiteParser {
    /// `tables: { columns: [test-error, pgd, lp-all], decimals: 1 }`.
    ///
    /// - Parameter hasColumns: whether reports of the suite have columns of methods; those of instances have none.
    func tableStyle(_ node: Node?, _ methods: [ParsedMethod], _ goal: Goal, hasColumns: Bool) -> TableStyle {
        var style = TableStyle()
        guard let node, let fields = fields(of: node, what: "the tables", keys: ["columns", "decimals"]) else {
            return style
        }
        if let field = fields["decimals"] { style.decimals = integer(field.value, "decimals", in: 0...8) }
        guard let field = fields["columns"] else { return style }
        guard hasColumns else {
            fault("reports of instances have no columns of methods", at: field.keyPlace, hint: "leave columns out")
            return style
        }
        for entry in entries(field.value, "columns") ?? [] {
            for column in shownColumns(entry, methods, goal) {
                if style.columns.contains(column) {
                    fault("column \"\(column.name)\" appears twice", at: entry)
                } else {
                    style.columns.append(column)
                }
            }
        }
        return style
    }

    /// `test-error`, `<method id>` for all that tables say of a method, `<method id>-lower` or `<method id>-upper`.
    private func shownColumns(_ node: Node, _ methods: [ParsedMethod], _ goal: Goal) -> [PublishedColumn] {
        guard let text = text(node, "a column") else { return [] }
        let known =
            (goal.isRadius ? [] : [PublishedColumn(bound: .testError, method: nil)])
            + methods.flatMap { columns(of: $0, goal) }
        let found = known.filter { $0.name == text || $0.method == text }
        if found.isEmpty, !methods.isEmpty {
            let names = known.map { $0.method ?? $0.name }
            fault(
                "no column is called \"\(text)\"", at: node,
                hint: Spelling.hint(
                    for: text, among: names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element),
                    called: "columns"))
        }
        return found
    }

    private func columns(of method: ParsedMethod, _ goal: Goal) -> [PublishedColumn] {
        let (lower, upper) = (
            PublishedColumn(bound: .lower, method: method.id), PublishedColumn(bound: .upper, method: method.id)
        )
        // An attack bounds the error from below, and a distance from above.
        return switch method.descriptor.claim {
        case .classification: []
        case .attack: [goal.isRadius ? upper : lower]
        case .lowerBound, .distance: [goal.isRadius ? lower : upper]
        case .exact: [lower, upper]
        }
    }

    /// The least width of a figure in letters of 8 pt, in points.
    private static let leastWidth = 180.0

    /// `figures: { width: 85 mm, font-size: 9 pt, font: TeX Gyre Heros }`.
    func figureSettings(_ node: Node?) -> FigureSettings {
        var settings = FigureSettings()
        guard let node, let fields = fields(of: node, what: "the figures", keys: ["width", "font-size", "font"]) else {
            return settings
        }
        if let field = fields["width"] { settings.width = length(field.value, "width", upTo: 72 * 20) }
        if let field = fields["font-size"] { settings.fontSize = length(field.value, "font-size", upTo: 24) }
        if let field = fields["font"] { settings.font = text(field.value, "font") }
        let size = settings.fontSize ?? 8
        if let place = (fields["width"] ?? fields["font-size"])?.value,
            (settings.width ?? 244.8) * 8 / size < Self.leastWidth
        {
            fault(
                "figures have no room at this width for letters of this size", at: place,
                hint:
                    "at \(Int(size.rounded())) pt they need \(Int((Self.leastWidth * size / 8 * 25.4 / 72).rounded(.up))) mm"
            )
        }
        return settings
    }

    /// Points of 1/72 in, more than 3.
    private func length(_ node: Node, _ name: String, upTo most: Double) -> Double? {
        guard let points = scalar(node).flatMap(Quantities.points), points >= 4, points <= most else {
            fault(
                "\(name) must be a length of print, found \(describe(node))", at: node,
                hint: "lengths are written 85 mm, 8.5 cm, 3.4 in or 9 pt")
            return nil
        }
        return points
    }
}
