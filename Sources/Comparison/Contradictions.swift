import Questions
import ResultStore
import SuiteFiles

/// Finds the answers of two runs that exclude each other, over all methods, sizes and ids of networks: what counts is that
/// network bytes, image bytes, family of sets and property are the same, whether the cells are otherwise comparable or not. Of
/// verdicts, robust on a set and falsified on one within it; of bounds, a margin or distance certified beyond one that was found.
///
/// - Complexity: linear in the answers, but for the few of one image.
struct Contradictions {
    private let runs: [Side: RunSnapshot]
    private let catalog: MethodCatalog
    private let whereabouts: Whereabouts
    private var groups = [Subject: [Statement]]()
    /// In order of appearance.
    private var order = [Subject]()

    /// - Parameter whereabouts: for the commands that ask again.
    init(
        _ base: RunSnapshot, _ new: RunSnapshot, _ catalog: MethodCatalog, _ whereabouts: Whereabouts
    ) {
        runs = [.base: base, .new: new]
        self.catalog = catalog
        self.whereabouts = whereabouts
        for side in Side.allCases { collect(side) }
    }

    private mutating func collect(_ side: Side) {
        guard let run = runs[side] else { return }
        let images = Pairing.digests(run)
        for (number, cell) in run.cells.enumerated() {
            let method = cell.configuration.method
            let descriptor = catalog[method.name]?.resolved(for: method)
            let isPoint = descriptor?.claim == .classification
            let question = isPoint ? nil : Subject.Question(cell.configuration)
            for stored in run.outcomes[number] {
                guard let image = images[stored.sample] else { continue }
                let subject = Subject(network: cell.configuration.network, image: image, question: question)
                let outcome = stored.outcome
                let isSurelyCorrect = descriptor?.isFinal(outcome.verdict, outcome.reason) ?? false
                let contents = outcome.statements(
                    cell.configuration, isPoint: isPoint, isSurelyCorrect: isSurelyCorrect,
                    isRigorous: descriptor?.isRigorous ?? false)
                guard !contents.isEmpty else { continue }
                if groups[subject] == nil { order.append(subject) }
                groups[subject, default: []] += contents.map { content, words in
                    Statement(
                        side: side, cell: number, sample: stored.sample,
                        norm: isPoint ? .one : cell.configuration.perturbation.norm, content: content, words: words,
                        impliedBy: outcome.impliedBy)
                }
            }
        }
    }

    /// One entry per subject, with every answer that takes part.
    func found() -> [Contradiction] {
        order.compactMap { subject in
            var statements = groups[subject] ?? []
            if subject.question?.isDecidedByThePoint == true {
                let point = Subject(network: subject.network, image: subject.image, question: nil)
                statements += (groups[point] ?? []).filter { !$0.isProof }
            }
            return contradiction(among: statements)
        }
    }

    private func contradiction(among statements: [Statement]) -> Contradiction? {
        var (proving, finding) = (Set<Int>(), Set<Int>())
        for (first, proof) in statements.enumerated() {
            guard proof.isProof else { continue }
            for (second, witness) in statements.enumerated() where proof.side != witness.side && !witness.isProof {
                guard proof.excludes(witness) else { continue }
                proving.insert(first)
                finding.insert(second)
            }
        }
        guard let sample = proving.min().map({ statements[$0].sample }) else { return nil }
        return Contradiction(
            sample: sample, proved: answers(statements, proving), found: answers(statements, finding))
    }

    /// Every answer once, with what of it comes first: a verdict before the bounds that it rests on.
    private func answers(_ statements: [Statement], _ chosen: Set<Int>) -> [Contradiction.Answer] {
        struct Source: Hashable {
            var side: Side
            var cell: Int
        }
        var seen = Set<Source>()
        return chosen.sorted().map { statements[$0] }.filter { statement in
            seen.insert(Source(side: statement.side, cell: statement.cell)).inserted
        }.compactMap(answer)
    }

    private func answer(_ statement: Statement) -> Contradiction.Answer? {
        guard let cell = runs[statement.side]?.cells[statement.cell] else { return nil }
        let command = CheckingCommand(
            cell.configuration, sample: statement.sample, network: cell.network, catalog: catalog, whereabouts)
        return Contradiction.Answer(
            run: statement.side, cell: Pairing.key(cell, catalog), impliedBy: statement.impliedBy,
            claim: statement.words, check: command.text)
    }
}
