import Networks
import Proofs
import Questions

/// What a check went through.
public struct ProofReport: Sendable, Hashable, Codable {
    /// Margins proved > 0.
    public var classes = 0
    /// Parts of the perturbation set, over all classes; together they cover it for every class.
    public var leaves = 0
    public var splits = 0
    /// Most splits on the way to a leaf.
    public var depth = 0
    /// Smallest bound of a leaf that is not empty.
    public var smallestBound = Double.infinity
    /// Neurons bounded by interval arithmetic; every neuron below the logits.
    public var intervalBounds = 0
    /// Ends of intervals derived by backward substitution.
    public var substitutedBounds = 0
    /// Ends of intervals derived from multipliers.
    public var programmedBounds = 0
    /// Ends of intervals derived by split trees of their own.
    public var searchedBounds = 0
    /// Boxes of inputs on which all stages were bounded anew.
    public var boxes = 0
    /// Upper planes of later ReLUs that the trees of classes may use.
    public var planes = 0

    /// Adds what was gone through for another part.
    mutating func add(_ other: ProofReport) {
        classes += other.classes
        leaves += other.leaves
        splits += other.splits
        depth = max(depth, other.depth)
        smallestBound = min(smallestBound, other.smallestBound)
        intervalBounds += other.intervalBounds
        substitutedBounds += other.substitutedBounds
        programmedBounds += other.programmedBounds
        searchedBounds += other.searchedBounds
        boxes += other.boxes
        planes += other.planes
    }
}

/// Re-verifies proofs of robustness, with arithmetic of its own.
///
/// What is checked: the network, image, label, ε and norm are those of the statement; every pre-activation bound follows from
/// bounds of earlier stages; the splits of every class leave no part of the set out; on every part the margin's lower bound,
/// all rounding errors subtracted, is > 0; and every bound that the proof states is the one that its multipliers give.
///
/// The last point is stricter than soundness needs: a proof whose multipliers were changed so that they prove another bound
/// is refused even where that bound would do. A change without any effect on any bound is, rightly, not one.
public enum ProofCheck {
    /// Checks `proof` of `statement` on `network`.
    ///
    /// - Throws: `ProofFault`, which says what does not hold and where.
    public static func check(
        _ proof: RobustnessProof, of statement: ProofStatement, on network: Network,
        _ options: ProofCheckOptions = .fast
    ) throws(ProofFault) -> ProofReport {
        try StatementCheck.examinePlain(statement, network)
        var walk = try ProofWalk(
            proof, statement.query, network, isFilling: false, options.auditor(of: proof))
        return try walk.run()
    }

    /// Checks that `witness` refutes `statement` on `network`: exactly inside the set, with a margin that is surely ≤ 0, in exact
    /// arithmetic where doubles cannot tell.
    ///
    /// - Throws: `ProofFault`, which says what does not hold.
    public static func check(
        witness: [Float], of statement: ProofStatement, on network: Network, _ options: ProofCheckOptions = .fast
    ) throws(ProofFault) -> WitnessReport {
        try StatementCheck.examine(statement, network)
        if let given = statement.sample.given {
            return try WitnessEvaluation.examine(
                witness, of: GivenParts(given, statement, network), isExact: options.isExact)
        }
        return try WitnessEvaluation.examine(
            witness, of: statement.query, on: network, isExact: options.isExact)
    }

    /// Fills in the bounds that the evidence of `draft` gives: in doubles, with multipliers rounded so that the file shrinks; where that
    /// does not prove the margins, without rounding anything.
    ///
    /// - Throws: `ProofFault` where the draft proves nothing.
    public static func seal(
        _ draft: RobustnessProof, of statement: ProofStatement, on network: Network,
        _ options: ProofCheckOptions = .fast
    ) throws(ProofFault) -> (proof: RobustnessProof, report: ProofReport) {
        try StatementCheck.examinePlain(statement, network)
        return try fill(draft, statement.query, network, options)
    }

    /// Fills in the bounds of `draft` as they are in doubles, or without rounding where these do not prove enough.
    static func fill(
        _ draft: RobustnessProof, _ query: Query, _ network: Network, _ options: ProofCheckOptions
    ) throws(ProofFault) -> (proof: RobustnessProof, report: ProofReport) {
        do throws(ProofFault) {
            return try fillOnce(draft.isUnrounded ? draft : draft.rounded, query, network, options)
        } catch {
            guard case .notPositive = error, !draft.isUnrounded else { throw error }
            var unrounded = draft
            unrounded.isUnrounded = true
            do throws(ProofFault) { return try fillOnce(unrounded, query, network, options) } catch {
                guard case .notPositive = error else { throw error }
                return try fillOnce(unrounded.withStrictLines, query, network, options)
            }
        }
    }

    private static func fillOnce(
        _ draft: RobustnessProof, _ query: Query, _ network: Network, _ options: ProofCheckOptions
    ) throws(ProofFault) -> (proof: RobustnessProof, report: ProofReport) {
        var walk = try ProofWalk(draft, query, network, isFilling: true, options.auditor(of: draft))
        let report = try walk.run()
        return (draft.claiming(walk.ledger.filled), report)
    }
}

extension ProofCheck {
    /// The proof of an outcome: `drafts`, sealed, for `robust`, the witness for `falsified`; `nil` for other verdicts.
    ///
    /// - Parameter drafts: one; of a given property one per part. None where nothing was recorded.
    /// - Throws: `ProofFault` where a draft proves nothing.
    public static func proof(
        of outcome: Outcome, drafts: [RobustnessProof], _ statement: ProofStatement, on network: Network
    ) throws(ProofFault) -> Proof? {
        switch outcome.verdict {
        case .robust:
            if let given = statement.sample.given {
                // Of a property without parts there is nothing to record.
                guard !drafts.isEmpty || given.parts.isEmpty else { return nil }
                return Proof(statement: statement, content: .holds(try seal(drafts, of: statement, on: network).proofs))
            }
            guard let draft = drafts.first else { return nil }
            return Proof(statement: statement, content: .robust(try seal(draft, of: statement, on: network).proof))
        case .falsified:
            guard let witness = outcome.witness else { return nil }
            _ = try check(witness: witness.pixels, of: statement, on: network)
            return Proof(statement: statement, content: .falsified(witness: witness.pixels))
        default: return nil
        }
    }
}

extension ProofCheck {
    /// The same for a draft or none.
    public static func proof(
        of outcome: Outcome, draft: RobustnessProof?, _ statement: ProofStatement, on network: Network
    ) throws(ProofFault) -> Proof? {
        try proof(of: outcome, drafts: draft.map { [$0] } ?? [], statement, on: network)
    }
}

extension RobustnessProof {
    /// The same proof with its claims replaced, in the order of the walk.
    func claiming(_ claims: [Double]) -> RobustnessProof {
        var result = self
        var next = claims.makeIterator()
        func fill(_ stages: inout [StageEvidence]) {
            for stage in stages.indices {
                for bound in stages[stage].programmed.indices {
                    stages[stage].programmed[bound].claim = next.next() ?? .nan
                }
            }
        }
        func fill(_ tree: inout ProofTree) {
            for index in tree.nodes.indices {
                switch tree.nodes[index] {
                case .split: break
                case .box(var stages):
                    fill(&stages)
                    tree.nodes[index] = .box(stages)
                case .leaf(var leaf):
                    fill(&leaf.derivations)
                    leaf.claim = next.next() ?? .nan
                    tree.nodes[index] = .leaf(leaf)
                }
            }
        }
        fill(&result.stages)
        for stage in result.stages.indices {
            for bound in result.stages[stage].searched.indices { fill(&result.stages[stage].searched[bound].tree) }
        }
        for position in result.classes.indices { fill(&result.classes[position].tree) }
        return result
    }
}
