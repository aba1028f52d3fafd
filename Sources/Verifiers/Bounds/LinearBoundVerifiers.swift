import Networks
import Questions

/// LP-GREEDY: backward substitution with parallel lines, layer by layer; the dual feasible point of Wong & Kolter.
public struct LPGreedyVerifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "lp-greedy", title: "LP-GREEDY",
        summary: "Backward substitution with parallel lines in every layer (Fast-Lin, the Wong–Kolter dual).",
        source: "Wong & Kolter, ICML 2018, Algorithm 1; Salman et al., NeurIPS 2019, section 4",
        claim: .lowerBound, norms: Set(Norm.allCases), options: [Arithmetic.option], batchSize: 250, costRank: 20,
        dominates: ["interval"])

    private let arithmetic: Arithmetic

    public init(_ call: MethodCall) { arithmetic = Arithmetic(call) }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        let workspace = SubstitutionWorkspace()
        return QueryLoop.run(queries, until: deadline) { query, _ in answer(query, on: network, workspace) }
    }

    func answer(
        _ query: Query, on network: Network, _ workspace: SubstitutionWorkspace = SubstitutionWorkspace(),
        recorder: ProofRecorder? = nil
    ) -> Outcome {
        var layers = LayerwiseBounds(
            network.lowered, InputRegion(query), arithmetic: arithmetic, workspace: workspace)
        layers.substituteAll(.parallel, recorder: recorder)
        return MarginOutcome.make(layers) { $0.margins(label: query.label, recorder: recorder) }
    }
}

/// CROWN: as LP-GREEDY, with the lower line of slope 1 or 0, whichever cuts off less.
public struct CROWNVerifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "crown", title: "CROWN",
        summary: "Backward substitution with adaptive lower lines in every layer.",
        source: "Zhang et al., NeurIPS 2018", claim: .lowerBound, norms: Set(Norm.allCases),
        options: [Arithmetic.option],
        batchSize: 100,
        costRank: 25, dominates: ["interval"])

    private let arithmetic: Arithmetic

    public init(_ call: MethodCall) { arithmetic = Arithmetic(call) }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        let workspace = SubstitutionWorkspace()
        return QueryLoop.run(queries, until: deadline) { query, _ in answer(query, on: network, workspace) }
    }

    func answer(
        _ query: Query, on network: Network, _ workspace: SubstitutionWorkspace = SubstitutionWorkspace(),
        recorder: ProofRecorder? = nil
    ) -> Outcome {
        var layers = LayerwiseBounds(
            network.lowered, InputRegion(query), arithmetic: arithmetic, workspace: workspace)
        layers.substituteAll(.adaptive, recorder: recorder)
        return MarginOutcome.make(layers) { $0.margins(label: query.label, recorder: recorder) }
    }
}
