import LinearAlgebra

extension LoweredNetwork {
    /// Whether any stage takes maxima of its pre-activations.
    public var hasMaxPools: Bool { stages.contains { if case .maxPool = $0.activation { true } else { false } } }

    /// The same function without poolings: max(a, b) = b + max(a − b, 0), pair by pair until one value is left of every
    /// window. A network without poolings is returned as it is.
    ///
    /// A window of m values becomes m − 1 ReLUs in ⌈log₂ m⌉ rounds of two stages each, so that whatever splits ReLUs can
    /// decide networks with poolings.
    public var withPoolsAsReLUs: LoweredNetwork {
        guard hasMaxPools else { return self }
        var rewriting = PoolRewriting(input: stages[0])
        for stage in stages.dropFirst() { rewriting.append(stage) }
        return LoweredNetwork(stages: rewriting.stages)
    }
}

private struct PoolRewriting {
    private(set) var stages: [LoweredNetwork.Stage]
    /// Per stage of the original: where its values are now.
    private var places = [0]

    init(input: LoweredNetwork.Stage) { stages = [input] }

    mutating func append(_ stage: LoweredNetwork.Stage) {
        let terms = stage.terms.map { $0.reading(places[$0.source]) }
        guard case .maxPool(let windows) = stage.activation else {
            places.append(close(terms, stage.bias, stage.activation))
            return
        }
        places.append(maxima(of: windows, at: close(terms, stage.bias, .identity)))
    }

    /// The stage of the windows' maxima over the values of `source`.
    private mutating func maxima(of windows: [[Int]], at source: Int) -> Int {
        var (source, rests) = (source, windows)
        repeat {
            let width = stages[source].width
            let pairs = rests.flatMap { rest in
                stride(from: 0, to: rest.count - 1, by: 2).map { (first: rest[$0], second: rest[$0 + 1]) }
            }
            let differences = pairs.map { [(column: $0.first, value: 1.0), (column: $0.second, value: -1.0)] }
            let excess = close(
                [.init(source: source, matrix: .sparse(SparseMatrix(columns: width, rowEntries: differences)))],
                Array(repeating: 0, count: pairs.count), .relu)
            // What is left of a window: b + max(a − b, 0) of its pairs, and the one without a partner.
            var (kept, added) = ([[(column: Int, value: Double)]](), [[(column: Int, value: Double)]]())
            var pair = 0
            rests = rests.map { rest in
                let first = kept.count
                for position in stride(from: 0, to: rest.count, by: 2) {
                    let hasPartner = position + 1 < rest.count
                    kept.append([(rest[hasPartner ? position + 1 : position], 1)])
                    added.append(hasPartner ? [(pair, 1)] : [])
                    pair += hasPartner ? 1 : 0
                }
                return Array(first..<kept.count)
            }
            source = close(
                [
                    .init(source: source, matrix: .sparse(SparseMatrix(columns: width, rowEntries: kept))),
                    .init(source: excess, matrix: .sparse(SparseMatrix(columns: pairs.count, rowEntries: added))),
                ], Array(repeating: 0, count: kept.count), .identity)
        } while rests.contains { $0.count > 1 }
        return source
    }

    /// A stage whose activation keeps its width.
    private mutating func close(
        _ terms: [LoweredNetwork.Term], _ bias: [Double], _ activation: LoweredNetwork.Activation
    ) -> Int {
        stages.append(
            LoweredNetwork.Stage(terms: terms, bias: bias, activation: activation, width: bias.count))
        return stages.count - 1
    }
}
