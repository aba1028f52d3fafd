import SuiteFiles
import Yams

/// Reads settings of a site, in the forms of suite files.
public enum SiteSettingsReader {
    /// Reads the file at `path`.
    ///
    /// - Throws: every fault of the file, with places.
    public static func read(path: String) throws(SuiteFaults) -> SiteSettings {
        try parse(text: try SuiteReader.text(path: path), path: path)
    }

    /// Reads settings from memory; `path` only enters messages.
    ///
    /// - Throws: every fault of the text, with places.
    public static func parse(text: String, path: String) throws(SuiteFaults) -> SiteSettings {
        let parser = SiteSettingsParser(source: try YAMLSource(text: text, path: path))
        return try parser.finished(parser.settings(), orElse: "the settings are incomplete")
    }
}

/// Walks the tree of a settings file.
private final class SiteSettingsParser: YAMLForms {
    let source: YAMLSource
    var faults: [SuiteFault] = []

    private static let keys = [
        "partition", "account", "qos", "time", "modules", "setup", "options", "max-tasks",
    ]

    init(source: YAMLSource) { self.source = source }

    func settings() -> SiteSettings? {
        guard let root = content(hint: "begin with partition: NAME"),
            let fields = fields(of: root, what: "the site", keys: Self.keys)
        else { return nil }
        var settings = SiteSettings()
        settings.partition = fields["partition"].flatMap { word($0.value, "partition") }
        settings.account = fields["account"].flatMap { word($0.value, "account") }
        settings.qos = fields["qos"].flatMap { word($0.value, "qos") }
        settings.seconds = fields["time"].flatMap { duration($0.value, "time") }
        settings.modules = fields["modules"].map { lines($0.value, "modules") } ?? []
        settings.setup = fields["setup"].map { lines($0.value, "setup") } ?? []
        settings.options = fields["options"].map { options($0.value) } ?? []
        settings.mostTasks = fields["max-tasks"].flatMap { integer($0.value, "max-tasks", in: 1...10_000_000) }
        return settings
    }

    /// A name of Slurm's, which goes into a line of its own in the script.
    private func word(_ node: Node, _ name: String) -> String? {
        guard let text = text(node, name) else { return nil }
        guard text.allSatisfy({ $0.isLetter || $0.isNumber || "_-.,:@+".contains($0) }) else {
            fault("\(name) must be a name without blanks, found \(describe(node))", at: node)
            return nil
        }
        return text
    }

    private func lines(_ node: Node, _ name: String) -> [String] {
        (entries(node, name) ?? []).compactMap { entry in
            guard let line = text(entry, "an entry of \(name)") else { return nil }
            guard !line.contains(where: \.isNewline) else {
                fault("an entry of \(name) must be one line", at: entry)
                return nil
            }
            return line
        }
    }

    private func options(_ node: Node) -> [String] {
        let options = lines(node, "options")
        if let other = options.first(where: { !$0.hasPrefix("-") }) {
            fault("options are those of sbatch, found \"\(other)\"", at: node, hint: "options: [\"--constraint=avx2\"]")
        }
        return options
    }
}
