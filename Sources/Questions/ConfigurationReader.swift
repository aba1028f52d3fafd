/// Takes a configuration's object apart and names the key that is wrong.
struct ConfigurationReader {
    private let values: [String: CanonicalJSON]

    init(_ json: CanonicalJSON, _ name: String) throws(ConfigurationFault) {
        guard case .object(let values) = json else { throw .malformed(key: name) }
        self.values = values
    }

    var keys: Set<String> { Set(values.keys) }

    /// - Throws: if there is a key that `known` does not name: it would be lost.
    func allow(_ known: Set<String>) throws(ConfigurationFault) {
        if let stranger = keys.subtracting(known).min() { throw .malformed(key: stranger) }
    }

    func object(_ key: String) throws(ConfigurationFault) -> ConfigurationReader {
        guard let value = values[key] else { throw .malformed(key: key) }
        return try ConfigurationReader(value, key)
    }

    func objectIfPresent(_ key: String) throws(ConfigurationFault) -> ConfigurationReader? {
        values[key] == nil ? nil : try object(key)
    }

    func text(_ key: String) throws(ConfigurationFault) -> String {
        guard case .text(let value)? = values[key] else { throw .malformed(key: key) }
        return value
    }

    func number(_ key: String) throws(ConfigurationFault) -> Double {
        switch values[key] {
        case .number(let value)?: return value
        case .integer(let value)?: return Double(value)
        default: throw .malformed(key: key)
        }
    }

    func integer(_ key: String) throws(ConfigurationFault) -> Int {
        guard let value = try integerIfPresent(key) else { throw .malformed(key: key) }
        return value
    }

    func integerIfPresent(_ key: String) throws(ConfigurationFault) -> Int? {
        switch values[key] {
        case nil: return nil
        case .integer(let value)?: return value
        default: throw .malformed(key: key)
        }
    }

    func integers(_ key: String) throws(ConfigurationFault) -> [Int] {
        guard case .array(let entries)? = values[key] else { throw .malformed(key: key) }
        var result = [Int]()
        for entry in entries {
            guard case .integer(let value) = entry else { throw .malformed(key: key) }
            result.append(value)
        }
        return result
    }

    func textIfPresent(_ key: String) throws(ConfigurationFault) -> String? {
        values[key] == nil ? nil : try text(key)
    }

    /// A text that names a case of a closed set.
    func choice<Choice: RawRepresentable<String>>(
        _ key: String, of _: Choice.Type
    ) throws(ConfigurationFault) -> Choice {
        guard let choice = Choice(rawValue: try text(key)) else { throw .malformed(key: key) }
        return choice
    }

    /// Values of options by name.
    func options(_ key: String) throws(ConfigurationFault) -> [String: OptionValue] {
        var options = [String: OptionValue]()
        for (name, value) in try object(key).values {
            switch value {
            case .integer(let value): options[name] = .integer(value)
            case .number(let value): options[name] = .number(value)
            case .boolean(let value): options[name] = .boolean(value)
            case .text(let value): options[name] = .text(value)
            case .array, .object: throw .malformed(key: name)
            }
        }
        return options
    }
}
