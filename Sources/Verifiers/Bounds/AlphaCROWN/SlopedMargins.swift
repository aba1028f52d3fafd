import LinearAlgebra
import Networks
import Questions

/// Lower bounds on margins with slopes of their own: ascent, then a certificate of what matters.
struct SlopedMargins {
    private let layers: LayerwiseBounds
    private let query: Query
    private let steps: Int
    private let classes: [Int]

    /// - Parameter layers: with bounds of all stages below the logits.
    init(_ layers: LayerwiseBounds, _ query: Query, steps: Int) {
        self.layers = layers
        self.query = query
        self.steps = steps
        classes = MarginObjectives.classes(layers.network, label: query.label)
    }

    /// `known`, certified lower bounds on the margins f_y − f_k, k ≠ y in order, raised where that raises the smallest of them.
    func raised(_ known: [Double], until deadline: Deadline) -> [Double] {
        let wanted = wanted(known)
        guard !wanted.isEmpty, known.allSatisfy({ !$0.isNaN }) else { return known }
        let result = ascent(of: wanted).run(until: deadline) { bounds in
            query.measure == .verdict && bounds.allSatisfy { $0 > Self.clearance }
        }
        return certified(known, wanted, result)
    }

    /// Positive bounds in single precision above this end an ascent for a verdict.
    private static let clearance: Float = 1e-4

    /// Positions of the margins whose bounds can be the smallest: those below what the worst margin is at the sample itself.
    private func wanted(_ known: [Double]) -> [Int] {
        let ceiling =
            query.measure == .verdict
            ? 0
            : PointEnclosures(
                layers.network, at: query.sample.pixels
            ).upperMargin(label: query.label)
        return known.indices.filter { !(known[$0] > ceiling) }
    }

    private func ascent(of positions: [Int]) -> SlopeAscent {
        let objectives = MarginObjectives.matrix(
            layers.network, label: query.label, classes: positions.map { classes[$0] })
        let dual = SlopeDual(
            network: SlopedNetwork(layers), lowest: LowestInputs(query, layers.region),
            objectives: Matrix(
                rows: objectives.rows, columns: objectives.columns, elements: objectives.elements.map { Float($0) }))
        return SlopeAscent(dual: dual, steps: steps)
    }

    /// The bounds with those certified that single precision calls the smallest otherwise.
    private func certified(_ known: [Double], _ wanted: [Int], _ found: SlopeAscent.Result) -> [Double] {
        var guess = known
        for (column, position) in wanted.enumerated() {
            guess[position] = max(guess[position], Double(found.bounds[column]))
        }
        let smallest = guess.min() ?? .infinity
        var result = known
        for (column, position) in wanted.enumerated() where !(known[position] >= smallest) {
            result[position] = max(known[position], certificate(column, position, found.slopes))
        }
        return result
    }

    private func certificate(_ column: Int, _ position: Int, _ slopes: SlopeDual.Slopes) -> Double {
        let objective = MarginObjectives.matrix(layers.network, label: query.label, classes: [classes[position]])
        let substitution = BackwardSubstitution(
            network: layers.network, region: layers.region, bounds: layers.bounds,
            relaxations: layers.relaxations(slopes, column: column))
        let bound = substitution.lowerBounds(of: objective, at: layers.network.outputStage)[0]
        let allowance = layers.allowances(label: query.label)[position]
        return (allowance == 0 ? bound : (bound - allowance).nextDown).orNone(-.infinity)
    }
}
