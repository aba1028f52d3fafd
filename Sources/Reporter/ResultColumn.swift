import Questions

/// Types of columns, named as Table Schema names them.
public enum ColumnType: String, Sendable, Hashable {
    case string, number, integer, datetime

    init(_ form: FieldForm) {
        switch form {
        case .number, .seconds: self = .number
        case .count: self = .integer
        case .word, .text, .counts, .secondsByName, .pixels: self = .string
        }
    }
}

/// A column of `results.csv`: what its values mean, their unit, what an empty one means, and how a row gives it.
public struct ResultColumn: Sendable {
    public let name: String
    public let meaning: String
    public let unit: String
    public let absence: String
    /// What its values are, in the words of Table Schema.
    public let type: ColumnType
    let source: Source

    /// Where the values of a column come from. There may be hundreds of millions of them.
    enum Source: Sendable {
        /// The same for all rows of a cell.
        case cell(@Sendable (ResultCell) -> String)
        case row(@Sendable (ResultRow) -> String)
        case field(OutcomeField)
    }

    init(
        _ name: String, _ meaning: String, unit: String = "", absence: String = "never",
        type: ColumnType = .string, from source: Source
    ) {
        self.name = name
        self.meaning = meaning
        self.unit = unit
        self.absence = absence
        self.type = type
        self.source = source
    }

    /// What all rows of a cell have in common.
    private init(
        ofCell name: String, _ meaning: String, unit: String = "", absence: String = "never",
        type: ColumnType = .string, text: @escaping @Sendable (ResultCell) -> String
    ) {
        self.init(name, meaning, unit: unit, absence: absence, type: type, from: .cell(text))
    }

    /// What every row has of its own, besides the outcome's fields.
    private init(
        ofRow name: String, _ meaning: String, unit: String = "", absence: String = "never",
        type: ColumnType = .string, text: @escaping @Sendable (ResultRow) -> String
    ) {
        self.init(name, meaning, unit: unit, absence: absence, type: type, from: .row(text))
    }

    /// A field of the outcome as a column.
    init(_ field: OutcomeField) {
        self.init(
            field.heading, field.meaning, unit: field.unit, absence: field.absence, type: ColumnType(field.form),
            from: .field(field))
    }
}

extension ResultColumn {
    /// The columns, in order: the question, the outcome's fields, how it was recorded, and what is for people last.
    public static let all = columns(.current)

    /// The columns of a list of fields; pixels have none.
    package static func columns(_ fields: OutcomeFields) -> [ResultColumn] {
        let parts = fields.all.filter { $0.form != .pixels }
        return question + parts.filter { $0.part != .remark }.map(Self.init) + record
            + parts.filter { $0.part == .remark }.map(Self.init)
    }

    private static let question = [
        ResultColumn(ofCell: "network", "the suite's id of the network") { $0.cell.network },
        ResultColumn(
            ofCell: "epsilon", "size of the perturbation set: of a ball its radius, before any normalisation",
            unit: "pixel value",
            absence: "the minimum distortion was asked for", type: .number
        ) { $0.epsilon },
        ResultColumn(ofCell: "norm", "norm of the perturbation set as methods see it: 1, 2 or inf") {
            $0.cell.configuration.perturbation.norm.rawValue
        },
        ResultColumn(ofCell: "family", "family of perturbation sets, with its options") {
            $0.cell.configuration.form.family.words
        },
        ResultColumn(ofCell: "domain", "range of a pixel, its ends joined by a semicolon", absence: "unbounded") {
            row in
            row.cell.configuration.perturbation.domain.map { "\($0.lower);\($0.upper)" } ?? ""
        },
        ResultColumn(ofCell: "property", "which classes count as adversarial") {
            $0.cell.configuration.form.property.words
        },
        ResultColumn(ofCell: "reference", "the class that is to be kept: label or prediction") {
            $0.cell.configuration.reference.rawValue
        },
        ResultColumn(ofCell: "method", "the suite's id of the method") { $0.cell.method },
        ResultColumn(ofRow: "dataset", "data set of the image") { $0.stored.sample.dataset },
        ResultColumn(ofRow: "split", "split of the data set") { $0.stored.sample.split },
        ResultColumn(ofRow: "index", "position of the image in the split, from 0", type: .integer) {
            "\($0.stored.sample.index)"
        },
        ResultColumn(ofRow: "label", "true class of the image", type: .integer) { "\($0.stored.label)" },
    ]

    private static let record = [
        ResultColumn(
            ofCell: "configuration",
            "first 12 digits of the content hash of everything but the image that the outcome depends on"
        ) { $0.configuration },
        ResultColumn(
            ofRow: "attempt", "1 for the first attempt at this query, 2 for its first retry, …", unit: "count",
            type: .integer
        ) {
            "\($0.stored.attempt)"
        },
        ResultColumn(
            ofRow: "proof",
            "name that `run --proof` gives to the file of the outcome's proof: its run key; without --proof there is no "
                + "such file",
            absence: "there is nothing to re-verify, or another method's outcome implies this one"
        ) { $0.proof },
        ResultColumn(ofRow: "recorded_at", "when the outcome was recorded, UTC, ISO 8601", type: .datetime) {
            // Stores keep it without the letter that says UTC.
            $0.stored.recordedAt + ($0.stored.recordedAt.hasSuffix("Z") ? "" : "Z")
        },
        ResultColumn(
            ofRow: "run",
            "when the run began that asked it, UTC, ISO 8601: a row of the report's table of runs, if it has one",
            absence: "outcomes were brought from a file that does not say of which run each is", type: .datetime
        ) { $0.run },
    ]
}
