import Foundation
import Networks
import Questions
import SuiteFiles

/// How `verigap verify` asks a query of a report again, where it can: images of known data sets, networks that their file tells,
/// families and properties that are options.
struct QueryCommands {
    let model: ReportModel
    let catalog: MethodCatalog

    private var suite: Suite { model.suite }

    /// What all queries and methods have in common; `nil` where no such command asks them.
    var common: String? {
        guard !model.isContest, suite.dataset.images == nil, suite.dataset.random == nil, suite.dataset.classes == nil,
            suite.form.family.dataDigest == nil,
            ["all-classes", TargetClasses.descriptor.name].contains(suite.form.property.name)
        else { return nil }
        var words = [String]()
        if suite.form.family.isBall {
            if suite.norm != .infinity { words.append("--norm \(suite.norm.rawValue)") }
        } else {
            words.append("--family \(Self.quoted(Self.call(suite.form.family.name, suite.form.family.options)))")
        }
        if !suite.form.property.classes.isEmpty {
            words.append("--targets \(suite.form.property.classes.map(String.init).joined(separator: ","))")
        }
        switch suite.domain {
        case nil: words.append("--input-domain unbounded")
        case InputDomain.unit?: break
        case let domain?:
            words.append("--input-domain=\(OptionValue.number(domain.lower)),\(OptionValue.number(domain.upper))")
        }
        if model.reference == .prediction { words.append("--reference prediction") }
        if suite.form.goal.isRadius {
            words.append("--question minimum-distortion")
            if let tolerance = suite.form.goal.tolerance {
                words.append("--tolerance \(OptionValue.number(tolerance))")
            }
        } else if suite.measure == .verdict {
            words.append("--measure verdict")
        }
        return words.joined(separator: " ")
    }

    /// `nil` where the suite no longer names the network, or its file does not tell it.
    func options(ofNetwork id: String) -> String? {
        guard common != nil, let network = suite.networks.first(where: { $0.id == id }), !network.file.isEmpty else {
            return nil
        }
        var spec = network.architecture
        let (normalise, entry, ignored) = (spec.normalise, spec.entry, spec.ignore ?? [])
        (spec.normalise, spec.entry, spec.ignore) = (nil, nil, nil)
        guard spec == .inferred else { return nil }
        var words = ["--network \(Self.quoted(place(of: network)))"]
        if let normalise {
            let (mean, deviation) = (normalise.mean.map { "\($0)" }, normalise.deviation.map { "\($0)" })
            let yaml =
                "{ normalise: { mean: [\(mean.joined(separator: ", "))], "
                + "deviation: [\(deviation.joined(separator: ", "))] } }"
            words.append("--architecture \(Self.quoted(yaml))")
        }
        if let entry { words.append("--entry \(Self.quoted(entry))") }
        return (words + ignored.map { "--ignore \(Self.quoted($0))" }).joined(separator: " ")
    }

    /// The file as the suite writes it, below the folder of suites where it lies there.
    private func place(of network: SuiteNetwork) -> String {
        let folder = (suite.path as NSString).deletingLastPathComponent
        let beside = (folder as NSString).lastPathComponent
        let isBeside = !folder.isEmpty && network.file.hasSuffix("/\(beside)/\(network.writtenFile)")
        return isBeside ? "\(beside)/\(network.writtenFile)" : network.writtenFile
    }

    /// `nil` of methods that `verigap verify` does not ask.
    func options(of method: MethodColumn) -> String? {
        guard common != nil, !method.isExternal, let call = suite.methods.first(where: { $0.id == method.id })?.call,
            let descriptor = catalog[call.name]
        else { return nil }
        let limit = method.limit
        var options = call.options.filter { name, value in
            let option = descriptor.options.first { $0.name == name }
            return name != MethodCall.timeOption && option.map { $0.canonical($0.defaultValue) != value } ?? false
        }
        if let seconds = limit.cpuSeconds { options["cpu-limit"] = .number(seconds) }
        return "--method \(Self.quoted(Self.call(call.name, options))) --time-limit "
            + Self.quoted("\(OptionValue.number(limit.perQuerySeconds)) s")
    }

    /// As `--method` and `--family` read it.
    private static func call(_ name: String, _ options: [String: OptionValue]) -> String {
        guard !options.isEmpty else { return name }
        return
            "\(name): { \(options.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")) }"
    }

    /// A word of a shell.
    static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_./,:=".utf8.contains(byte)
        }
        return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
