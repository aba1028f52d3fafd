import Questions

/// Outcomes that have a value of its own in every field of a list, or in one field alone.
public enum EveryField {
    /// A value that the field can have, another one for each `number`; a closed set of words repeats.
    public static func value(of field: OutcomeField, _ number: Int) -> FieldValue {
        switch field.form {
        // Times have no more digits than are kept.
        case .number, .seconds: .number(Double(number) + 0.5)
        case .count: .count(1000 + number)
        case .word: .text(field.access.words[number % field.access.words.count])
        case .text: .text("text \(number)")
        case .counts: .counts([number, 0, number + 1])
        case .secondsByName: .numbers(["phase \(number)": Double(number) + 0.5, "other": 1])
        case .pixels: .pixels([0.5, Float(number), -0.0])
        }
    }

    /// An outcome whose every field has a value, no two the same.
    public static func outcome(_ fields: OutcomeFields = .current) -> Outcome {
        var outcome = OutcomeFields.blank
        for (number, field) in fields.all.enumerated() {
            precondition(field.set(value(of: field, 100 + number), in: &outcome), field.name)
        }
        return outcome
    }

    /// An outcome with nothing but this field and what no outcome, or no witness, can lack.
    public static func outcome(onlyWith field: OutcomeField, _ number: Int = 7) -> Outcome {
        var outcome = Outcome(verdict: .unknown)
        if field.part == .witness { outcome.witness = Witness(pixels: [0.25], adversarialClass: 0) }
        precondition(field.set(value(of: field, number), in: &outcome), field.name)
        return outcome
    }

    /// Outcomes that between them have, and lack, every field.
    public static func outcomes(_ fields: OutcomeFields = .current) -> [Outcome] {
        [outcome(fields), Outcome(verdict: .unknown)] + fields.all.map { outcome(onlyWith: $0) }
    }
}

extension EveryField {
    /// Names of the fields in which outcomes differ from others, in order.
    public static func differences(_ outcomes: [Outcome], from others: [Outcome]) -> [String] {
        guard outcomes.count == others.count else { return ["\(outcomes.count) and not \(others.count) outcomes"] }
        return zip(outcomes, others).flatMap { outcome, other in
            let names = OutcomeField.all.filter { $0.value(of: outcome) != $0.value(of: other) }.map(\.name)
            return names.isEmpty && outcome != other ? ["what no field says"] : names
        }
    }
}

/// What a program knows that is one edition ahead: a count of restarts. It is kept among the phases, whose field passes it
/// over, because an outcome has no property for it.
public enum LaterFields {
    public static let edition = OutcomeFields.current.edition + 1
    private static let name = "restarts"

    public static let restarts = OutcomeField(
        .cost, name,
        .count(
            { Int($0.measurements.phases[name] ?? 0) }, { $0.measurements.phases[name] = $1 == 0 ? nil : Double($1) }),
        unit: "count", meaning: "how often the search began anew", absence: "never", edition: edition)

    public static let all: OutcomeFields = {
        let phases = OutcomeField(
            .cost, "phases",
            .secondsByName(
                { $0.measurements.phases.filter { $0.key != name } },
                { $0.measurements.phases.merge($1) { $1 } }), meaning: "", absence: "")
        return OutcomeFields(OutcomeField.all.map { $0.name == phases.name ? phases : $0 } + [restarts])
    }()

    /// An outcome with so many restarts, and otherwise as `outcome`.
    public static func outcome(_ restarts: Int, _ outcome: Outcome = Outcome(verdict: .robust)) -> Outcome {
        var outcome = outcome
        precondition(self.restarts.set(.count(restarts), in: &outcome))
        return outcome
    }
}
