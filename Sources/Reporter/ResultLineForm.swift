import Questions
import Tables

/// The lines of a cell in `results.csv`: what is the same in all of them is written down once.
struct ResultLineForm {
    private enum Part {
        case bytes([UInt8])
        case row(@Sendable (ResultRow) -> String)
        case field(OutcomeField)
    }

    private var parts = [Part]()

    init(_ columns: [ResultColumn], _ cell: ResultCell) {
        var fixed = [UInt8]()
        for (number, column) in columns.enumerated() {
            if number > 0 { fixed.append(UInt8(ascii: ",")) }
            let part: Part
            switch column.source {
            case .cell(let text):
                fixed += CSV.field(text(cell)).utf8
                continue
            case .row(let text): part = .row(text)
            case .field(let field): part = .field(field)
            }
            if !fixed.isEmpty { parts.append(.bytes(fixed)) }
            fixed = []
            parts.append(part)
        }
        parts.append(.bytes(fixed + Array("\r\n".utf8)))
    }

    func append(_ row: ResultRow, to bytes: inout [UInt8]) {
        for part in parts {
            switch part {
            case .bytes(let fixed): bytes += fixed
            case .row(let text): bytes += CSV.field(text(row)).utf8
            case .field(let field):
                switch field.value(of: row.stored.outcome) {
                case nil: break
                // A number is never quoted.
                case .number(let value): bytes += value.description.utf8
                case .count(let value): bytes += value.description.utf8
                case .some(let value): bytes += CSV.field(value.description).utf8
                }
            }
        }
    }
}
