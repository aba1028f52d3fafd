/// Every query of a report with what each method said of it: the rows that the page's script shows, sorts and filters.
package struct QueryTable: Sendable {
    /// What the two numbers of an answer are.
    package enum Kind: String, Sendable {
        /// Bounds on the worst margin, in logits.
        case margin
        /// A bracket of the minimum distortion, in the norm of the sets.
        case distance
        /// Nothing: an instance holds, or is violated.
        case instance
    }

    /// What is known of a query, all methods together.
    package enum State: Int, Sendable, CaseIterable {
        case proved, falsified, misclassified, open, contradicted

        /// As the page says it.
        func word(_ kind: Kind) -> String {
            switch (self, kind) {
            case (.proved, .distance): "known"
            case (.proved, .instance): "holds"
            case (.proved, .margin): "robust"
            case (.falsified, .instance): "violated"
            case (.falsified, _): "falsified"
            case (.misclassified, .distance): "at distance 0"
            case (.misclassified, _): "misclassified"
            case (.open, _): "open"
            case (.contradicted, _): "contradicted"
            }
        }
    }

    package struct Network: Sendable {
        package var name: String
        /// Options of `verigap verify` that name it, quoted for a shell; `nil` where it cannot be named.
        package var options: String?

        package init(name: String, options: String?) {
            self.name = name
            self.options = options
        }
    }

    package struct Method: Sendable {
        package var title: String
        /// Class of what it claims, in a word.
        package var claim: String
        /// Seconds that it had for a query.
        package var limit: Double
        /// Whether those are of processor time, which no wall-clock time is held against.
        package var countsProcessorTime = false
        /// As figures draw it: `#rrggbb`, and lengths of its dashes; empty where it has none of its own.
        package var color = ""
        package var dashes: [Double] = []
        /// Options of `verigap verify` that ask it, quoted for a shell; `nil` where no such command can.
        package var options: String?

        package init(title: String, claim: String, limit: Double, options: String?) {
            self.title = title
            self.claim = claim
            self.limit = limit
            self.options = options
        }
    }

    /// A query; names are positions in the lists of the table.
    package struct Row: Sendable {
        package var network, size, set, index: Int
        /// True class; `nil` where there is none.
        package var label: Int?
        package var state: State
        /// Whether some method decided it and another that was asked did not.
        package var isDisputed: Bool
        /// Sums over what methods computed themselves.
        package var seconds: Double
        package var nodes: Int

        package init(
            network: Int, size: Int, set: Int, index: Int, label: Int?, state: State, isDisputed: Bool, seconds: Double,
            nodes: Int
        ) {
            (self.network, self.size, self.set, self.index, self.label) = (network, size, set, index, label)
            (self.state, self.isDisputed, self.seconds, self.nodes) = (state, isDisputed, seconds, nodes)
        }
    }

    package var kind: Kind
    package var networks: [Network] = []
    /// Sizes of sets as the suite writes them.
    package var sizes: [String] = []
    /// Data set and split, `mnist:test`; of instances, benchmark and instance.
    package var sets: [String] = []
    package var methods: [Method] = []
    /// Words of verdicts, of reasons for `unknown`, and of what an answer may be implied by.
    package var verdicts, reasons, implications: [String]
    /// What follows in every command.
    package var commonOptions = ""
    /// The suite's name, quoted for a shell.
    package var suite = ""
    package var rows: [Row] = []
    /// Parallel to `methods`, each parallel to `rows`.
    package var answers: [AnswerColumn] = []
    /// What methods remarked, by row and method.
    package var notes: [(row: Int, method: Int, text: String)] = []
    /// Whether there were more of them than the page keeps.
    package var hasMoreNotes = false

    package init(kind: Kind, verdicts: [String], reasons: [String], implications: [String]) {
        (self.kind, self.verdicts, self.reasons, self.implications) = (kind, verdicts, reasons, implications)
    }
}

/// What one method said of every query.
package struct AnswerColumn: Sendable {
    /// `verdict + 16 · solved + 32 · reason + 512 · implication`, where reason and implication are positions from 1, 0 for none;
    /// −1 where an answer is owed, −2 where nothing was asked.
    private(set) var codes: [Int32] = []
    private(set) var lower = RareNumbers()
    private(set) var upper = RareNumbers()
    private(set) var seconds = RareNumbers()
    private(set) var nodes = RareNumbers()
    private(set) var programs = RareNumbers()

    package init() {}

    /// One answer. Numbers and positions as the table has them; what it cost counts only where the method ran itself.
    package struct Answer: Sendable {
        package var verdict: Int
        package var isSolved = false
        package var reason: Int?
        package var implication: Int?
        package var lower, upper, seconds: Double?
        package var nodes = 0
        package var programs = 0

        package init(verdict: Int) { self.verdict = verdict }
    }

    package mutating func append(_ answer: Answer) {
        let (reason, implication) = (answer.reason.map { $0 + 1 } ?? 0, answer.implication.map { $0 + 1 } ?? 0)
        append(
            answer.verdict + (answer.isSolved ? 16 : 0) + 32 * reason + 512 * implication, answer.lower, answer.upper,
            answer.seconds, answer.nodes, answer.programs)
    }

    /// - Parameter isAsked: whether an answer is owed.
    package mutating func appendNothing(isAsked: Bool) { append(isAsked ? -1 : -2, nil, nil, nil, 0, 0) }

    private mutating func append(
        _ code: Int, _ lower: Double?, _ upper: Double?, _ seconds: Double?, _ nodes: Int, _ programs: Int
    ) {
        codes.append(Int32(code))
        self.lower.append(lower)
        self.upper.append(upper)
        self.seconds.append(seconds)
        self.nodes.append(nodes == 0 ? nil : Double(nodes))
        self.programs.append(programs == 0 ? nil : Double(programs))
    }
}
