/// Version 2: version 1 and the form of the question. Frozen.
enum ConfigurationV2 {
    static func json(_ configuration: Configuration) -> CanonicalJSON {
        guard case .object(var values) = ConfigurationV1.json(configuration) else { preconditionFailure("no object") }
        values["version"] = .integer(2)
        values["form"] = QuestionFormV1.json(configuration.form)
        return .object(values)
    }

    static func configuration(_ reader: ConfigurationReader) throws(ConfigurationFault) -> Configuration {
        try reader.allow(ConfigurationV1.keys.union(["version", "form"]))
        var configuration = try ConfigurationV1.content(of: reader)
        configuration.form = try QuestionFormV1.form(try reader.object("form"))
        return configuration
    }
}

/// The form of a question as an object, in configurations and on the wire. Revisions of families, properties and the search
/// over sizes are part of it, so that what they change makes answers stale. Frozen.
enum QuestionFormV1 {
    static func json(_ form: QuestionForm) -> CanonicalJSON {
        var family: [String: CanonicalJSON] = [
            "name": .text(form.family.name), "options": ConfigurationV1.json(form.family.options),
            "revision": .integer(form.family.revision),
        ]
        family["data"] = form.family.dataDigest.map { .text($0.description) }
        var goal: [String: CanonicalJSON] = ["name": .text(form.goal.name)]
        if case .minimumDistortion(let tolerance, let revision) = form.goal {
            goal["tolerance"] = .number(tolerance)
            goal["revision"] = .integer(revision)
        }
        return .object([
            "family": .object(family),
            "property": .object([
                "name": .text(form.property.name), "classes": .array(form.property.classes.map(CanonicalJSON.integer)),
                "revision": .integer(form.property.revision),
            ]),
            "goal": .object(goal),
        ])
    }

    static func form(_ reader: ConfigurationReader) throws(ConfigurationFault) -> QuestionForm {
        try reader.allow(["family", "property", "goal"])
        let (family, property, goal) = (
            try reader.object("family"), try reader.object("property"), try reader.object("goal")
        )
        try family.allow(["name", "options", "revision", "data"])
        try property.allow(["name", "classes", "revision"])
        try goal.allow(["name", "tolerance", "revision"])
        let data = try family.textIfPresent("data")
        let digest = data.flatMap(Digest.init(hexadecimal:))
        if data != nil, digest == nil { throw .malformed(key: "data") }
        return QuestionForm(
            family: FamilyCall(
                name: try family.text("name"), options: try family.options("options"), dataDigest: digest,
                revision: try family.integer("revision")),
            property: PropertyCall(
                name: try property.text("name"), classes: try property.integers("classes"),
                revision: try property.integer("revision")),
            goal: try self.goal(goal))
    }

    private static func goal(_ reader: ConfigurationReader) throws(ConfigurationFault) -> Goal {
        switch try reader.text("name") {
        case Goal.robustness.name: return .robustness
        case "minimum-distortion":
            return .minimumDistortion(
                tolerance: try reader.number("tolerance"), revision: try reader.integer("revision"))
        default: throw .malformed(key: "goal")
        }
    }
}

extension QuestionForm: Codable {
    /// Reads the object that `encode` writes. Data of a family does not travel in it.
    public init(from decoder: any Decoder) throws {
        self = try QuestionFormV1.form(try ConfigurationReader(try CanonicalJSON(from: decoder), "form"))
    }

    public func encode(to encoder: any Encoder) throws { try QuestionFormV1.json(self).encode(to: encoder) }
}
