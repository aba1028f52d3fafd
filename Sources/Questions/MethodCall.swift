/// A method with every option resolved: what a suite asks to run.
public struct MethodCall: Codable, Sendable, Hashable {
    public var name: String
    /// Every option of the descriptor, defaults filled in, in canonical form; without those that came later and stand for
    /// what was done before.
    public var options: [String: OptionValue]

    /// Fills in the defaults of `descriptor`. `options` must already be valid for it.
    public init(_ descriptor: MethodDescriptor, options: [String: OptionValue] = [:]) {
        name = descriptor.name
        self.options = Dictionary(
            uniqueKeysWithValues: descriptor.options.compactMap { option in
                let value = option.canonical(options[option.name] ?? option.defaultValue)
                return value == option.absentMeans.map(option.canonical) ? nil : (option.name, value)
            })
    }

    /// A call that was written down: every option that counts is there.
    init(name: String, options: [String: OptionValue]) {
        self.name = name
        self.options = options
    }

    /// Name and options as people write them: `lp-all`, `pgd { restarts: 3, steps: 40 }`.
    public var words: String {
        let options = options.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return name + (options.isEmpty ? "" : " { \(options.joined(separator: ", ")) }")
    }

    /// The value of an integer option; traps if the method declares none of that name.
    public func integer(_ name: String) -> Int {
        guard case .integer(let value)? = options[name] else { preconditionFailure("no integer option \(name)") }
        return value
    }

    /// The value of a number or duration option; traps if the method declares none of that name.
    public func number(_ name: String) -> Double {
        guard let value = numberIfPresent(name) else { preconditionFailure("no number option \(name)") }
        return value
    }

    /// The value of a number that came later; `nil` at its default.
    public func numberIfPresent(_ name: String) -> Double? {
        switch options[name] {
        case .number(let value)?: value
        // JSON writes 1.0 as 1, so a number that travelled may come back as an integer.
        case .integer(let value)?: Double(value)
        default: nil
        }
    }

    /// The value of a boolean option; traps if the method declares none of that name.
    public func boolean(_ name: String) -> Bool {
        guard case .boolean(let value)? = options[name] else { preconditionFailure("no boolean option \(name)") }
        return value
    }

    /// The value of a boolean that came later; `nil` where it stands for what was done before.
    public func booleanIfPresent(_ name: String) -> Bool? {
        if case .boolean(let value)? = options[name] { value } else { nil }
    }

    /// The value of a choice; traps if the method declares none of that name.
    public func text(_ name: String) -> String {
        guard let value = textIfPresent(name) else { preconditionFailure("no text option \(name)") }
        return value
    }

    /// The value of a choice that came later; `nil` at its default.
    public func textIfPresent(_ name: String) -> String? {
        if case .text(let value)? = options[name] { value } else { nil }
    }
}
