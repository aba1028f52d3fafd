import ExactArithmetic
import Networks
import Proofs
import Questions

/// The questions that a given property is made of: one per part, on the network that `PosedQuestion` makes of the part. They are
/// built from the statement and the network that it is about, one at a time.
struct GivenParts {
    /// A part with the question that stands for it.
    struct Posed {
        let part: GivenProperty.Part
        let query: Query
        let network: Network

        /// The inputs of the network that the statement is about: those of the posed one plus these, without rounding.
        var offsets: [Double] {
            part.box.lower.indices.map { GivenInput(lower: part.box.lower[$0], upper: part.box.upper[$0]).offset }
        }
    }

    private let parts: [(part: GivenProperty.Part, question: AskedQuestion)]
    private let network: Network

    init(_ given: GivenProperty, _ statement: ProofStatement, _ network: Network) {
        let question = AskedQuestion(statement.query, .given, shape: network.inputShape.extents)
        parts = Array(zip(given.parts, question.parts))
        self.network = network
    }

    var count: Int { parts.count }

    /// - Throws: `ProofFault.statement` for numbers that no network holds.
    subscript(index: Int) -> Posed {
        get throws(ProofFault) {
            let (part, question) = parts[index]
            let posed: PosedQuestion?
            do throws(FamilyFault) {
                posed = try PosedQuestion(question.query, .given, on: network, shape: question.shape)
            } catch { throw .statement("part \(index): \(error)") }
            guard let posed else { throw .statement("part \(index) asks for nothing") }
            return Posed(part: part, query: posed.query, network: posed.network)
        }
    }
}

extension GivenParts.Posed {
    /// Throws unless the set of the posed question, each input counted from its offset, holds the box that the part states,
    /// without rounding.
    func requireWholeBox() throws(ProofFault) {
        guard let box = query.perturbation.box, box.count == part.box.count else {
            throw .statement("a part is asked on another set than its box")
        }
        for (index, offset) in offsets.enumerated() {
            guard let offset = Dyadic(offset), let lower = Dyadic(box.lower[index]),
                let upper = Dyadic(box.upper[index]),
                let first = Dyadic(part.box.lower[index]), let last = Dyadic(part.box.upper[index]),
                lower + offset <= first, last <= upper + offset
            else { throw .inexact(place: "input \(index) of the box", bound: box.lower[index]) }
        }
    }
}

extension ProofCheck {
    /// Checks `proofs` of the parts of a given property, in order.
    ///
    /// - Throws: `ProofFault`, which says what does not hold and where.
    public static func check(
        _ proofs: [RobustnessProof], of statement: ProofStatement, on network: Network,
        _ options: ProofCheckOptions = .fast
    ) throws(ProofFault) -> ProofReport {
        try walk(proofs, of: statement, on: network, options, isFilling: false).report
    }

    /// Fills in the bounds that the evidence of `drafts`, one per part of a given property, gives.
    ///
    /// - Throws: `ProofFault` where a draft proves nothing.
    public static func seal(
        _ drafts: [RobustnessProof], of statement: ProofStatement, on network: Network,
        _ options: ProofCheckOptions = .fast
    ) throws(ProofFault) -> (proofs: [RobustnessProof], report: ProofReport) {
        try walk(drafts, of: statement, on: network, options, isFilling: true)
    }

    private static func walk(
        _ proofs: [RobustnessProof], of statement: ProofStatement, on network: Network, _ options: ProofCheckOptions,
        isFilling: Bool
    ) throws(ProofFault) -> (proofs: [RobustnessProof], report: ProofReport) {
        try StatementCheck.examine(statement, network)
        guard let given = statement.sample.given else {
            throw .statement("the proof is of a given property, the statement is not")
        }
        let parts = GivenParts(given, statement, network)
        guard proofs.count == parts.count else {
            throw .notCovering(place: "parts", "\(proofs.count) proofs of \(parts.count) parts")
        }
        var (result, report) = ([RobustnessProof](), ProofReport())
        for (index, proof) in proofs.enumerated() {
            let posed = try parts[index]
            try posed.requireWholeBox()
            if isFilling {
                let filled = try fill(proof, posed.query, posed.network, options)
                report.add(filled.report)
                result.append(filled.proof)
            } else {
                var walk = try ProofWalk(
                    proof, posed.query, posed.network, isFilling: false, options.auditor(of: proof))
                report.add(try walk.run())
            }
        }
        return (result, report)
    }
}
