/// A program of others that is asked questions as files and answers in a file or on standard output, as one description
/// says. A value: nothing here starts anything.
///
/// In words of a command line, `{network}` stands for what the run fills in; `ToolPlaceholder` lists all.
public struct ExternalTool: Sendable, Hashable {
    /// As tables and run keys name it.
    public var name: String
    /// The command line, the program first.
    public var command: [String]
    public var result: ToolResultForm
    /// `nil`: it hands in none, so that nothing it calls violated counts.
    public var counterexample: ToolCounterexampleForm?
    /// Exit codes that say nothing is wrong.
    public var exitCodes: [Int]
    /// Variables beside those that the worker has.
    public var environment: [String: String]
    /// Whether several questions may be asked of it at once.
    public var isParallel: Bool
    /// A command line that prints what tells one version from another.
    public var versionCommand: [String]?

    /// Where the description lies, absolute: no part of what the tool is.
    public var folder: String
    /// What the version command printed; `nil` before it was asked.
    public var version: String?

    public init(
        name: String, command: [String], result: ToolResultForm, counterexample: ToolCounterexampleForm? = nil,
        exitCodes: [Int] = [0], environment: [String: String] = [:], isParallel: Bool = true,
        versionCommand: [String]? = nil, folder: String, version: String? = nil
    ) {
        self.name = name
        self.command = command
        self.result = result
        self.counterexample = counterexample
        self.exitCodes = exitCodes
        self.environment = environment
        self.isParallel = isParallel
        self.versionCommand = versionCommand
        self.folder = folder
        self.version = version
    }

    /// Name and version, for people.
    public var words: String { version.map { "\(name) \($0)" } ?? name }

    /// Content hash of the description, wherever it lies and whatever the version.
    public var digest: Digest {
        func texts(_ list: [String]) -> CanonicalJSON { .array(list.map(CanonicalJSON.text)) }
        var values: [String: CanonicalJSON] = [
            "tool": .text(name), "command": texts(command), "in": .text(result.place.rawValue),
            "format": .text(result.format.rawValue), "words": .object(result.words.mapValues { .text($0.rawValue) }),
            "exit-codes": .array(exitCodes.map(CanonicalJSON.integer)),
            "environment": .object(environment.mapValues(CanonicalJSON.text)), "parallel": .boolean(isParallel),
        ]
        values["behind"] = result.marker.map(CanonicalJSON.text)
        values["counterexample"] = counterexample.map { texts([$0.place, $0.format.rawValue]) }
        values["version"] = versionCommand.map(texts)
        return Digest(of: CanonicalJSON.object(values).description)
    }
}

/// What a command line may leave open.
public enum ToolPlaceholder: String, Sendable, Hashable, CaseIterable {
    /// The network's ONNX file.
    case network
    /// The question's VNN-LIB file.
    case property
    /// Where the answer is expected.
    case result
    /// Wall-clock seconds that the tool has.
    case limit
    /// MiB of memory that it has.
    case memory
    /// An empty folder of its own, its working folder, removed once it has answered.
    case folder
    /// The name of the benchmark or of the images.
    case category
    /// The folder of the description.
    case tool

    /// Those that are known where no question is asked.
    public static let always: [ToolPlaceholder] = [.tool]
}

/// What a tool says of a question.
public enum ToolAnswer: String, Sendable, Hashable, Codable, CaseIterable {
    case holds, violated, unknown, timeout, error
}

/// How a tool's answer is read.
public struct ToolResultForm: Sendable, Hashable {
    public enum Place: String, Sendable, Hashable, Codable, CaseIterable { case file, output }
    public enum Format: String, Sendable, Hashable, Codable, CaseIterable {
        /// The competition's: `sat` with the counterexample behind it, `unsat`, `timeout`, `unknown`, `error`.
        case vnncomp
        /// Lines of one's own.
        case words
    }

    public var place: Place
    public var format: Format
    /// What whole lines mean, in lower case; empty where the format is the competition's.
    public var words: [String: ToolAnswer]
    /// Only what stands behind this in a line is looked at; `nil`: whole lines.
    public var marker: String?

    public init(
        place: Place = .file, format: Format = .vnncomp, words: [String: ToolAnswer] = [:], marker: String? = nil
    ) {
        self.place = place
        self.format = format
        self.words = words
        self.marker = marker
    }
}

/// Where a counterexample is found.
public struct ToolCounterexampleForm: Sendable, Hashable {
    public enum Format: String, Sendable, Hashable, Codable, CaseIterable {
        /// `((X_0 0.25) …)`.
        case standard
        /// One number per input, blanks or commas between them.
        case numbers
    }

    /// Behind the answer, in the same text.
    public static let behindResult = "result"

    /// `behindResult`, or the path of a file with placeholders.
    public var place: String
    public var format: Format

    public init(place: String = Self.behindResult, format: Format = .standard) {
        self.place = place
        self.format = format
    }
}
