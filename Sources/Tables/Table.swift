/// A table of a report: what it says, not how it looks.
public struct Table: Sendable, Hashable, Codable {
    /// File stem and LaTeX label: lower case, words joined by hyphens.
    public var name: String
    /// One or two sentences over the table.
    public var caption: String
    public var columns: [Column]
    public var rows: [Row]
    /// Short remarks under the table.
    public var notes: [String]
    /// The columns that print shows of those that are `about` something, in this order; empty for all.
    public var order: [String] = []
    /// What nobody may quote the table without: under it in Markdown, in its caption in LaTeX. Whole sentences.
    public var caveats: [String]

    public init(
        name: String, caption: String, columns: [Column], rows: [Row] = [], notes: [String] = [], caveats: [String] = []
    ) {
        self.name = name
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.notes = notes
        self.caveats = caveats
    }

    public enum Alignment: String, Sendable, Hashable, Codable { case left, right, centre }

    public struct Column: Sendable, Hashable, Codable {
        /// Header in CSV files: lower case, words joined by underscores, the unit at the end.
        public var key: String
        /// Header in print.
        public var title: String
        /// Printed in brackets behind the title.
        public var unit: String?
        public var alignment: Alignment
        public var format: NumberFormat
        /// Whether Markdown and LaTeX show the column; CSV always does.
        public var isPrinted: Bool
        /// What a column that may be left out, or stand elsewhere, is about: `lp-all-upper`; `nil` of one that stays where it is.
        public var about: String?

        public init(
            _ key: String, title: String, unit: String? = nil, alignment: Alignment = .right,
            format: NumberFormat = .shortest, isPrinted: Bool = true, about: String? = nil
        ) {
            self.key = key
            self.title = title
            self.unit = unit
            self.alignment = alignment
            self.format = format
            self.isPrinted = isPrinted
            self.about = about
        }
    }

    public enum Emphasis: String, Sendable, Hashable, Codable {
        case plain
        /// Bold.
        case strong
        /// Red.
        case alarm
    }

    public struct Row: Sendable, Hashable, Codable {
        /// One per column.
        public var cells: [Cell]
        public var emphasis: Emphasis
        /// Whether a little space in print sets the row off from the one before.
        public var startsGroup: Bool

        public init(_ cells: [Cell], emphasis: Emphasis = .plain, startsGroup: Bool = false) {
            self.cells = cells
            self.emphasis = emphasis
            self.startsGroup = startsGroup
        }
    }

    public struct Cell: Sendable, Hashable, Codable {
        public enum Value: Sendable, Hashable, Codable {
            case text(String)
            /// Printed in the column's format.
            case number(Double)
            case missing
        }

        public var value: Value
        /// Stands in print in place of the value, `2/255`; CSV keeps the value.
        public var written: String?
        /// Follows the value in print; CSV leaves it out.
        public var suffix: String?
        public var emphasis: Emphasis

        public init(
            _ value: Value, written: String? = nil, suffix: String? = nil, emphasis: Emphasis = .plain
        ) {
            self.value = value
            self.written = written
            self.suffix = suffix
            self.emphasis = emphasis
        }

        public static let missing = Cell(.missing)
        public static func text(_ text: String) -> Cell { Cell(.text(text)) }
        public static func number(_ number: Double) -> Cell { Cell(.number(number)) }
        public static func number(_ number: Int) -> Cell { Cell(.number(Double(number))) }

        /// A number, or missing where there is none.
        public static func optional(_ number: Double?) -> Cell { number.map { .number($0) } ?? .missing }
    }
}

extension Table {
    /// The text of a cell as CSV has it, before escaping, and print too unless it is `written` otherwise; `nil` where it is
    /// missing.
    public func text(row: Int, column: Int) -> String? {
        switch rows[row].cells[column].value {
        case .text(let text): text
        case .number(let number): columns[column].format.text(number)
        case .missing: nil
        }
    }

    /// Positions of the columns that print shows, in their order there. A table that has none of `order` shows all.
    package var printedColumns: [Int] {
        let shown = columns.indices.filter { columns[$0].isPrinted }
        let chosen = order.flatMap { name in shown.filter { columns[$0].about == name } }
        guard let first = shown.firstIndex(where: { columns[$0].about != nil }), !chosen.isEmpty else { return shown }
        return shown[..<first] + chosen + shown[first...].filter { columns[$0].about == nil }
    }

    /// What stands in print in a cell, and how.
    ///
    /// - Parameter isBare: without what follows the value.
    package func printed(
        row: Int, column: Int, missing: String, isBare: Bool = false
    ) -> (text: String, emphasis: Emphasis) {
        let cell = rows[row].cells[column]
        let text = (cell.written ?? text(row: row, column: column) ?? missing) + (isBare ? "" : cell.suffix ?? "")
        return (text, cell.emphasis == .plain ? rows[row].emphasis : cell.emphasis)
    }
}
