import Pages
import Questions
import Tables

typealias QueryState = QueryTable.State

/// Every query of a report with all answers, as the page shows them.
struct QueryRows {
    let model: ReportModel
    let states: [[QueryState]]
    let commands: QueryCommands

    /// The most remarks of methods that a page keeps, and the most letters of one.
    static let noteLimit = 400
    static let noteLength = 240

    private static let verdicts = Verdict.allCases
    private static let reasons: [UnknownReason] = UnknownReason.allCases

    func table() -> QueryTable {
        var table = QueryTable(
            kind: kind, verdicts: Self.verdicts.map(\.words), reasons: Self.reasons.map(\.words),
            implications: model.classifiers + model.methods.map(\.title))
        let styles = model.styles
        table.methods = model.methods.map { method in
            var shown = QueryTable.Method(
                title: method.title, claim: method.claim.words, limit: method.limit.bindingSeconds,
                options: commands.options(of: method))
            shown.countsProcessorTime = method.limit.countsProcessorTime
            if let style = styles[method.id] { (shown.color, shown.dashes) = (style.color.hexadecimal, style.dashes) }
            return shown
        }
        table.commonOptions = commands.common ?? ""
        table.suite = QueryCommands.quoted(model.run.suite)
        table.answers = model.methods.map { _ in AnswerColumn() }
        let implied = Dictionary(
            (model.classifiers + model.methods.map(\.id)).enumerated().map { ($1, $0) },
            uniquingKeysWith: { first, _ in first })
        var names = (networks: Names(), sizes: Names(), sets: Names())
        for (number, row) in model.rows.enumerated() {
            append(row, states[number], to: &table, &names)
            var totals = Totals(row)
            for (position, method) in model.methods.enumerated() {
                append(row, method, position, to: &table, &totals, implied)
            }
            let first = table.rows.count - row.samples.count
            for place in row.samples.indices {
                table.rows[first + place].isDisputed = (1..<max(1, totals.answers[place])).contains(
                    totals.solved[place])
            }
        }
        table.networks = names.networks.all.map {
            QueryTable.Network(name: $0, options: commands.options(ofNetwork: $0))
        }
        (table.sizes, table.sets) = (names.sizes.all, names.sets.all)
        return table
    }

    private var kind: QueryTable.Kind { model.isContest ? .instance : model.goal.isRadius ? .distance : .margin }

    private func append(
        _ row: ReportRow, _ states: [QueryState], to table: inout QueryTable,
        _ names: inout (networks: Names, sizes: Names, sets: Names)
    ) {
        let network = names.networks[PlainText.line(row.network)]
        let size = names.sizes[model.goal.isRadius || model.isContest ? "" : row.epsilonText]
        for (place, sample) in row.samples.enumerated() {
            table.rows.append(
                QueryTable.Row(
                    network: network, size: size, set: names.sets[PlainText.line("\(sample.dataset):\(sample.split)")],
                    index: sample.index, label: model.isContest ? nil : model.labels[sample], state: states[place],
                    isDisputed: false, seconds: 0, nodes: 0))
        }
    }

    /// What all methods together say of the queries of a row.
    private struct Totals {
        var answers, solved: [Int]

        init(_ row: ReportRow) {
            answers = Array(repeating: 0, count: row.samples.count)
            solved = answers
        }
    }

    private func append(
        _ row: ReportRow, _ method: MethodColumn, _ position: Int, to table: inout QueryTable, _ totals: inout Totals,
        _ implied: [String: Int]
    ) {
        let outcomes = row.outcomes[method.id] ?? .empty
        let asked = Set(row.asked[method.id] ?? [])
        let first = table.rows.count - row.samples.count
        for place in row.samples.indices {
            guard outcomes.indices.contains(place), let outcome = outcomes[place] else {
                table.answers[position].appendNothing(isAsked: asked.contains(place))
                continue
            }
            table.answers[position].append(answer(outcome, method, implied))
            totals.answers[place] += 1
            totals.solved[place] += outcome.isSolved(model.goal) ? 1 : 0
            guard outcome.impliedBy == nil else { continue }
            table.rows[first + place].seconds += outcome.measurements.wallSeconds
            table.rows[first + place].nodes += outcome.measurements.nodes
            guard let note = outcome.note else { continue }
            if table.notes.count < Self.noteLimit {
                table.notes.append((first + place, position, String(PlainText.line(note).prefix(Self.noteLength))))
            } else {
                table.hasMoreNotes = true
            }
        }
    }

    private func answer(_ outcome: Outcome, _ method: MethodColumn, _ implied: [String: Int]) -> AnswerColumn.Answer {
        var answer = AnswerColumn.Answer(verdict: Self.verdicts.firstIndex(of: outcome.verdict) ?? 0)
        answer.isSolved = outcome.isSolved(model.goal)
        answer.reason = outcome.reason.flatMap(Self.reasons.firstIndex)
        answer.implication = outcome.impliedBy.flatMap { implied[$0] }
        switch kind {
        case .margin: (answer.lower, answer.upper) = (outcome.marginLower, outcome.marginUpper)
        case .distance:
            if case .distance(let bracket) = outcome.finding(model.goal) {
                answer.lower = method.claim == .attack ? nil : bracket.lower
                answer.upper = bracket.upper
            }
        case .instance: break
        }
        guard outcome.impliedBy == nil else { return answer }
        answer.seconds = outcome.measurements.wallSeconds
        (answer.nodes, answer.programs) = (outcome.measurements.nodes, outcome.measurements.lpSolves)
        return answer
    }
}

/// Names in the order in which they came first, each with its position.
private struct Names {
    private(set) var all = [String]()
    private var places = [String: Int]()

    subscript(name: String) -> Int {
        mutating get {
            if let place = places[name] { return place }
            places[name] = all.count
            all.append(name)
            return all.count - 1
        }
    }
}

extension Verdict {
    /// As people read it.
    var words: String { rawValue.words }
}

extension UnknownReason {
    fileprivate var words: String { rawValue.words }
}

extension Claim {
    fileprivate var words: String { "\(self)".words }
}

extension String {
    /// `boundTooLoose` as `bound too loose`.
    fileprivate var words: String {
        reduce(into: "") { text, letter in text += letter.isUppercase ? " " + letter.lowercased() : String(letter) }
    }
}
