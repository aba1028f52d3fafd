import Networks
import Questions

/// Interval arithmetic through every layer; the margins as rows of the last layer.
public struct IntervalVerifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "interval", title: "INTERVAL", summary: "Interval arithmetic through every layer.",
        source: "Moore, Interval Analysis, 1966; Gowal et al., 2018", claim: .lowerBound,
        norms: Set(Norm.allCases), options: [Arithmetic.option], batchSize: 250, costRank: 10)

    private let arithmetic: Arithmetic

    public init(_ call: MethodCall) { arithmetic = Arithmetic(call) }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        QueryLoop.run(queries, until: deadline) { query, _ in
            var layers = LayerwiseBounds(network.lowered, InputRegion(query), arithmetic: arithmetic)
            layers.propagateAll()
            return MarginOutcome.make(layers) { $0.intervalMargins(label: query.label) }
        }
    }
}
