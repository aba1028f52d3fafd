import Questions
import ResultStore
import SuiteFiles

/// Finds the answers of two runs that exclude each other, over all methods, sizes and ids of networks: what counts is that
/// network bytes, image bytes, family of sets and property are the same, whether the cells are otherwise comparable or not. Of
/// verdicts, robust on a set and falsified on one within it; of bounds, a margin or distance certified beyond one that was found.
///
/// - Complexity: linear in the answers, but for the few of one image. What is said of one network is in memory at a time.
struct Contradictions {
    private let runs: [Side: RunSnapshot]
    private let catalog: MethodCatalog
    private let whereabouts: Whereabouts

    /// - Parameter whereabouts: for the commands that ask again.
    init(
        _ base: RunSnapshot, _ new: RunSnapshot, _ catalog: MethodCatalog, _ whereabouts: Whereabouts
    ) {
        runs = [.base: base, .new: new]
        self.catalog = catalog
        self.whereabouts = whereabouts
    }

    /// Statements by what they are about, with where the first of each stands.
    private struct Groups {
        var statements = [Subject: [Statement]]()
        var first = [Subject: Place]()
    }

    /// Where an answer stands among those of both runs.
    private struct Place: Comparable {
        var side, cell, position: Int

        static func < (one: Place, other: Place) -> Bool {
            (one.side, one.cell, one.position) < (other.side, other.cell, other.position)
        }
    }

    private func collect(_ network: Digest, _ images: [Side: [SampleID: Digest]]) -> Groups {
        var groups = Groups()
        for (sideNumber, side) in Side.allCases.enumerated() {
            guard let run = runs[side], let images = images[side] else { continue }
            for (number, cell) in run.cells.enumerated() where cell.configuration.network == network {
                let method = cell.configuration.method
                let descriptor = catalog[method.name]?.resolved(for: method)
                let isPoint = descriptor?.claim == .classification
                let question = isPoint ? nil : Subject.Question(cell.configuration)
                let outcomes = run.outcomes[number]
                for position in outcomes.indices {
                    guard let image = images[outcomes.sample(at: position)] else { continue }
                    let outcome = outcomes.claim(at: position)
                    let contents = outcome.statements(
                        cell.configuration, isPoint: isPoint,
                        isSurelyCorrect: descriptor?.isFinal(outcome.verdict, outcome.reason) ?? false,
                        isRigorous: descriptor?.isRigorous ?? false)
                    guard !contents.isEmpty else { continue }
                    let subject = Subject(network: network, image: image, question: question)
                    if groups.first[subject] == nil {
                        groups.first[subject] = Place(side: sideNumber, cell: number, position: position)
                    }
                    groups.statements[subject, default: []] += contents.map { content, wording in
                        Statement(
                            side: side, cell: number, position: position,
                            norm: isPoint ? .one : cell.configuration.perturbation.norm, content: content,
                            wording: wording)
                    }
                }
            }
        }
        return groups
    }

    /// One entry per subject, with every answer that takes part, in the order in which subjects come first.
    func found() -> [Contradiction] {
        let images = runs.mapValues(Pairing.digests)
        let networks = Set(runs.values.flatMap { $0.cells.map(\.configuration.network) })
        var found = [(place: Place, contradiction: Contradiction)]()
        for network in networks {
            let groups = collect(network, images)
            for (subject, place) in groups.first {
                var statements = groups.statements[subject] ?? []
                if subject.question?.isDecidedByThePoint == true {
                    let point = Subject(network: subject.network, image: subject.image, question: nil)
                    statements += (groups.statements[point] ?? []).filter { !$0.isProof }
                }
                if let contradiction = contradiction(among: statements) { found.append((place, contradiction)) }
            }
        }
        return found.sorted { $0.place < $1.place }.map(\.contradiction)
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
        guard let first = proving.min().map({ statements[$0] }), let sample = sample(of: first) else { return nil }
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

    private func sample(of statement: Statement) -> SampleID? {
        runs[statement.side]?.outcomes[statement.cell].sample(at: statement.position)
    }

    private func answer(_ statement: Statement) -> Contradiction.Answer? {
        guard let run = runs[statement.side], let sample = sample(of: statement) else { return nil }
        let cell = run.cells[statement.cell]
        let command = CheckingCommand(
            cell.configuration, sample: sample, network: cell.network, catalog: catalog, whereabouts)
        return Contradiction.Answer(
            run: statement.side, cell: Pairing.key(cell, catalog),
            impliedBy: run.outcomes[statement.cell].claim(at: statement.position).impliedBy, claim: statement.words,
            check: command.text)
    }
}
