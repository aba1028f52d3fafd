/// A suite together with where in its file everything stands, so that faults found later (a network that does not
/// load, a method that cannot handle one of its layers) point at a place too.
public struct SuiteDocument: Sendable {
    /// A part of a suite that faults may point at.
    public enum Part: Sendable, Hashable {
        case dataset
        /// By id.
        case network(String)
        /// By id.
        case method(String)
    }

    public let suite: Suite
    private let places: [Part: SuitePlace]
    private let lines: [String]

    init(suite: Suite, places: [Part: SuitePlace], lines: [String]) {
        self.suite = suite
        self.places = places
        self.lines = lines
    }

    /// Where `part` stands; the beginning of the file for a part it does not have.
    public func place(of part: Part) -> SuitePlace { places[part] ?? .start }

    /// A fault that points at `part`.
    public func fault(_ message: String, at part: Part, hint: String? = nil) -> SuiteFault {
        let place = place(of: part)
        let line = lines.indices.contains(place.line - 1) ? lines[place.line - 1] : ""
        return SuiteFault(path: suite.path, place: place, sourceLine: line, message: message, hint: hint)
    }
}
