import DataFormats
import Questions
import Yams

/// The question of a suite.
struct ParsedQuestion {
    var goal = Goal.robustness
    var property = PropertyCall.allClasses
}

extension SuiteParser {
    private static let names = ["robust-error", "minimum-distortion"]

    /// `robust-error`, `minimum-distortion`, or one of them with options.
    func question(_ node: Node?) -> ParsedQuestion {
        var result = ParsedQuestion()
        guard let node, let (name, place, options) = namedEntry(node, what: "question") else { return result }
        guard Self.names.contains(name) else {
            fault(
                "question must be one of \(list(Self.names)), found \"\(name)\"", at: place,
                hint: Spelling.hint(for: name, among: Self.names, called: "questions"))
            return result
        }
        let isRadius = name == "minimum-distortion"
        result.goal = isRadius ? .minimumDistortion(tolerance: Goal.defaultTolerance) : .robustness
        guard let options,
            let fields = fields(of: options, what: name, keys: isRadius ? ["tolerance", "targets"] : ["targets"])
        else { return result }
        if let field = fields["tolerance"], let tolerance = number(field.value, "tolerance") {
            if Goal.tolerances.contains(tolerance) {
                result.goal = .minimumDistortion(tolerance: tolerance)
            } else {
                fault(
                    "tolerance must lie in \(Goal.tolerances.lowerBound)…\(Goal.tolerances.upperBound), found "
                        + "\(OptionValue.number(tolerance))", at: field.value,
                    hint: "how far the ends of a bracket may stay apart, relative to the upper one")
            }
        }
        if let field = fields["targets"] { result.property = targets(field.value) ?? .allClasses }
        return result
    }

    /// `[3, 5]`, or a single class.
    private func targets(_ node: Node) -> PropertyCall? {
        let nodes: [Node]
        if case .scalar = node { nodes = [node] } else { nodes = entries(node, "targets") ?? [] }
        let classes = nodes.compactMap { integer($0, "a target class", in: 0...1_000_000) }
        guard !classes.isEmpty, classes.count == nodes.count else { return nil }
        guard Set(classes).count == classes.count else {
            fault("a target class appears twice", at: node)
            return nil
        }
        return PropertyCall(TargetClasses.descriptor, classes: classes)
    }

    /// `blur`, or `blur: { height: 3 }`.
    func family(_ node: Node) -> FamilyCall? {
        guard let (name, place, options) = namedEntry(node, what: "family") else { return nil }
        let registry = FamilyRegistry.standard
        guard let descriptor = registry[name] else {
            let names = registry.descriptors.map(\.name)
            fault(
                "no family of sets is called \"\(name)\"", at: place,
                hint: Spelling.hint(for: name, among: names, called: "families"))
            return nil
        }
        let keys = descriptor.options.map(\.name) + (descriptor.needsData ? ["file"] : [])
        guard let options else {
            if descriptor.needsData { fault("\(name) needs a file", at: place, hint: "\(name): { file: reach.npy }") }
            return descriptor.needsData ? nil : checked(FamilyCall(descriptor), at: place)
        }
        guard let fields = fields(of: options, what: name, keys: keys) else { return nil }
        let before = faults.count
        var values = [String: OptionValue]()
        for option in descriptor.options {
            guard let field = fields[option.name] else { continue }
            values[option.name] = value(field.value, of: option)
        }
        var data = [Float]()
        if descriptor.needsData {
            guard let field = required("file", in: fields, hint: "file: reach.npy, a number per pixel"),
                let path = file(field, "file")
            else { return nil }
            data = numbersPerPixel(path, at: field) ?? []
        }
        guard faults.count == before else { return nil }
        return checked(FamilyCall(descriptor, options: values, data: data), at: place)
    }

    private func checked(_ call: FamilyCall, at place: SuitePlace) -> FamilyCall? {
        do throws(FamilyFault) { _ = try FamilyRegistry.standard.make(call) } catch {
            fault("\(call.name): \(error)", at: place)
            return nil
        }
        return call
    }

    private func numbersPerPixel(_ path: String, at node: Node) -> [Float]? {
        do {
            let array = try NumPyArray(parsing: try FileBytes.read(path))
            let (numbers, floats) = (array.doubles, array.floats)
            // A rounded reach would be another set.
            if let bad = numbers.indices.first(where: { Double(floats[$0]) != numbers[$0] && !numbers[$0].isNaN }) {
                fault(
                    "file: the reach of pixel \(bad) in \(path), \(numbers[bad]), is no number of single precision",
                    at: node, hint: "store the array as float32, rounded the way you mean it")
                return nil
            }
            return floats
        } catch {
            fault("file: \(path) cannot be read: \(error)", at: node, hint: "a .npy array with a number per pixel")
            return nil
        }
    }
}
