import Foundation

/// What a program needs to read `results.csv`: its columns with types, meanings and units, as a Table Schema
/// (specs.frictionlessdata.io/table-schema).
enum ResultsSchema {
    static let name = "results.schema.json"

    private struct Field: Encodable {
        var name: String
        var type: String
        var description: String
        var unit: String?
        var constraints: [String: Bool]?
    }

    private struct Schema: Encodable {
        var fields: [Field]
        var missingValues = [""]
    }

    static func text(_ columns: [ResultColumn] = ResultColumn.all) -> String {
        let schema = Schema(
            fields: columns.map { column in
                Field(
                    name: column.name, type: column.type.rawValue, description: column.meaning,
                    unit: column.unit.isEmpty ? nil : column.unit,
                    constraints: column.absence == "never" ? ["required": true] : nil)
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Strings, numbers and dictionaries of them: nothing that JSON cannot hold.
        guard let data = try? encoder.encode(schema) else { preconditionFailure("a schema is JSON") }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
