import LinearAlgebra
import Questions

/// Projected Adam ascent on the lower slopes α ∈ [0, 1], for all margins side by side. Every step is a valid choice of slopes, so
/// that it may end after any.
struct SlopeAscent {
    let dual: SlopeDual
    let steps: Int
    /// The length of the first step of α.
    private static let firstStep: Float = 0.5
    /// The least factor on the length per step.
    private static let quickestDecay: Float = 0.9
    /// Adam's averages.
    private static let (momentum, memory) = (Float(0.9), Float(0.99))

    /// The best slopes found, with what single precision says of their bounds.
    struct Result {
        var bounds: [Float]
        var slopes: SlopeDual.Slopes
    }

    private var stages: [SlopedNetwork.Stage] { dual.network.stages }
    private var count: Int { dual.objectives.columns }

    /// The factor on the length per step: of that of the first, long ascents have e⁻³ left at the end.
    private var decay: Float { max(Self.quickestDecay, 1 - 3 / Float(max(steps, 1))) }

    /// Climbs from the better of CROWN's and LP-GREEDY's slopes, margin by margin, until `isEnough` of the bounds so far, or the
    /// deadline.
    func run(until deadline: Deadline, isEnough: ([Float]) -> Bool) -> Result {
        let starts = [
            dual.network.slopes(count) { $0 >= 0.5 ? 1 : 0 }, dual.network.slopes(count) { $0 },
        ]
        var best = Result(bounds: Array(repeating: -.infinity, count: count), slopes: starts[0])
        for start in starts { keep(dual.back(start).bounds, start, &best) }
        var slopes = best.slopes
        var averages = SlopeAverages(slopes)
        for step in 0..<steps where !deadline.hasPassed {
            let pass = dual.back(slopes)
            keep(pass.bounds, slopes, &best)
            if isEnough(best.bounds) { return best }
            averages.age(Self.momentum, Self.memory)
            dual.network.advance(
                &slopes, &averages, along: pass, dual.forth(pass, slopes), by: Self.firstStep * power(decay, step))
        }
        if steps > 0 { keep(dual.back(slopes).bounds, slopes, &best) }
        return best
    }

    /// Takes over the columns whose bounds are better.
    private func keep(_ bounds: [Float], _ slopes: SlopeDual.Slopes, _ best: inout Result) {
        let better = bounds.indices.filter { bounds[$0] > best.bounds[$0] }
        guard !better.isEmpty else { return }
        for column in better { best.bounds[column] = bounds[column] }
        for stage in slopes.indices {
            for row in 0..<slopes[stage].rows {
                for place in better.map({ row * count + $0 }) {
                    best.slopes[stage].elements[place] = slopes[stage].elements[place]
                }
            }
        }
    }

    private func power(_ base: Float, _ exponent: Int) -> Float {
        (0..<exponent).reduce(1) { value, _ in value * base }
    }
}

/// Adam's running averages of a gradient and of its square, without their bias.
struct SlopeAverages {
    private var mean: SlopeDual.Slopes
    private var square: SlopeDual.Slopes
    private var momentum: Float = 0
    private var memory: Float = 0
    /// momentumᵗ and memoryᵗ after t steps.
    private var meanLeft: Float = 1
    private var squareLeft: Float = 1

    init(_ slopes: SlopeDual.Slopes) {
        mean = slopes.map { Matrix(rows: $0.rows, columns: $0.columns) }
        square = mean
    }

    /// One step more.
    mutating func age(_ momentum: Float, _ memory: Float) {
        (self.momentum, self.memory) = (momentum, memory)
        meanLeft *= momentum
        squareLeft *= memory
    }

    /// Takes a gradient in; where to go, of length about 1.
    @inline(__always)
    mutating func direction(_ gradient: Float, _ stage: Int, _ place: Int) -> Float {
        let m = momentum * mean[stage].elements[place] + (1 - momentum) * gradient
        let s = memory * square[stage].elements[place] + (1 - memory) * gradient * gradient
        mean[stage].elements[place] = m
        square[stage].elements[place] = s
        return (m / (1 - meanLeft)) / ((s / (1 - squareLeft)).squareRoot() + 1e-12)
    }
}
