import VNNLIB
import Yams

/// What other tools said of a suite's instances, and where that was published.
public struct Contest: Sendable, Hashable {
    public var answers: PublishedAnswers
    /// Where it was printed.
    public var source: String?

    public init(answers: PublishedAnswers, source: String? = nil) {
        self.answers = answers
        self.source = source
    }
}

extension SuiteParser {
    /// `published: { file: published/vnncomp2022.csv, source: "…" }`, in suites of instances. The table's benchmarks are those that
    /// the tables of instances are called.
    func contest(_ node: Node) -> Contest? {
        guard let fields = fields(of: node, what: "published", keys: ["file", "source"]),
            let path = required("file", in: fields, hint: "published: { file: ANSWERS.csv }")
                .flatMap({ file($0, "file") })
        else { return nil }
        do {
            return Contest(
                answers: try PublishedAnswers.read(path), source: fields["source"].flatMap { text($0.value, "source") })
        } catch {
            fault("\(error)", at: node)
            return nil
        }
    }
}
