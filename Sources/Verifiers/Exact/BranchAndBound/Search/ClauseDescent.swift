import Foundation
import LinearAlgebra
import Networks
import Questions

/// Local search for an input at which all forms of a clause are ≤ 0: sequential linear programming on the largest form.
///
/// Around a point every form is linear until some ReLU switches. A step goes to where the largest of these linear functions is
/// least within a share of the box; the share grows where the forms follow and shrinks where they do not. Gradient steps on the
/// largest form alone zigzag where two forms balance, which is where conjunctions are nearly satisfied.
struct ClauseDescent {
    private let network: LoweredNetwork
    private let objectives: Matrix<Double>
    private let root: Box
    private let workspace: SubstitutionWorkspace

    /// Steps, and where the share of the box begins and ends.
    private static let steps = 40
    private static let shares = (first: 0.1, largest: 0.3, least: 1e-7)
    /// Rounds of multiplicative weights for one linear program.
    private static let rounds = 80

    init(_ network: LoweredNetwork, _ objectives: Matrix<Double>, in root: Box, workspace: SubstitutionWorkspace) {
        (self.network, self.objectives, self.root, self.workspace) = (network, objectives, root, workspace)
    }

    private struct Place {
        var point: [Double]
        var values: [Double]
        var slopes: [[Double]]
        var largest: Double { values.max() ?? .infinity }
    }

    /// Where the descent from `start` ends, with the largest form there; both rounded.
    ///
    /// - Parameter isEnough: asked of every point whose forms seem to be ≤ 0.
    /// - Complexity: a pass of backward substitution over a single point per step.
    func run(from start: [Double], isEnough: ([Double]) -> Bool) -> (point: [Double], largest: Double)? {
        guard var place = place(at: start) else { return nil }
        var share = Self.shares.first
        for _ in 0..<Self.steps where share > Self.shares.least {
            if place.largest <= 0, isEnough(place.point) { break }
            guard let next = self.place(at: target(place, share)) else { break }
            if next.largest < place.largest {
                place = next
                share = min(Self.shares.largest, 1.5 * share)
            } else {
                share *= 0.3
            }
        }
        return (place.point, place.largest)
    }

    private func place(at point: [Double]) -> Place? {
        var layers = LayerwiseBounds(network, InputRegion(Box(lower: point, upper: point)), workspace: workspace)
        while layers.isUnfinished { layers.append(layers.cheapBounds(stopsWhenStable: true), lowerLine: .adaptive) }
        guard layers.isInRange else { return nil }
        let forms = layers.substitution.lowerForms(of: objectives, at: network.outputStage)
        guard forms.allSatisfy({ $0.bound.isFinite && $0.coefficients.allSatisfy(\.isFinite) }) else { return nil }
        return Place(point: point, values: forms.map(\.bound), slopes: forms.map(\.coefficients))
    }

    /// Near where the largest linear function is least: the mean of the answers to weights that follow them.
    private func target(_ place: Place, _ share: Double) -> [Double] {
        let inputs = root.lower.indices
        let reach = inputs.map { share * (root.upper[$0] - root.lower[$0]) }
        let down = inputs.map { max(root.lower[$0] - place.point[$0], -reach[$0]) }
        let up = inputs.map { min(root.upper[$0] - place.point[$0], reach[$0]) }
        let forms = place.values.indices
        let rounds = forms.count > 1 ? Self.rounds : 1
        let scale = forms.reduce(1e-300) { largest, form in
            max(largest, inputs.reduce(0) { $0 + abs(place.slopes[form][$1]) * (up[$1] - down[$1]) })
        }
        var weights = [Double](repeating: 1 / Double(forms.count), count: forms.count)
        var mean = [Double](repeating: 0, count: inputs.count)
        for round in 0..<rounds {
            let move = inputs.map { input in
                forms.reduce(0) { $0 + weights[$1] * place.slopes[$1][input] } > 0 ? down[input] : up[input]
            }
            for input in inputs { mean[input] += move[input] / Double(rounds) }
            let rate = 8 / (scale * Double(round + 1).squareRoot())
            for form in forms {
                let value = inputs.reduce(place.values[form] - place.largest) {
                    $0 + place.slopes[form][$1] * move[$1]
                }
                weights[form] *= exp(min(max(rate * value, -20), 20))
            }
            let sum = weights.reduce(0, +)
            weights = weights.map { max($0 / sum, 1e-9) }
        }
        return inputs.map { min(max(place.point[$0] + mean[$0], root.lower[$0]), root.upper[$0]) }
    }
}
