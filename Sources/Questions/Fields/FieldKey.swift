/// A key of a JSON object that is made of a field's name.
package struct FieldKey: CodingKey, ExpressibleByStringLiteral {
    package let stringValue: String
    package var intValue: Int? { nil }

    package init(_ name: String) { stringValue = name }
    package init(stringLiteral name: String) { stringValue = name }
    package init(stringValue: String) { self.stringValue = stringValue }
    package init?(intValue: Int) { nil }
}

extension KeyedEncodingContainer<FieldKey> {
    /// Writes a value as JSON has it: numbers, texts, lists and objects of numbers, pixels as a list of numbers.
    package mutating func encode(_ value: FieldValue, forKey key: FieldKey) throws {
        switch value {
        case .number(let value): try encode(value, forKey: key)
        case .count(let value): try encode(value, forKey: key)
        case .text(let value): try encode(value, forKey: key)
        case .counts(let values): try encode(values, forKey: key)
        case .numbers(let values): try encode(values, forKey: key)
        case .pixels(let values): try encode(values, forKey: key)
        }
    }
}
