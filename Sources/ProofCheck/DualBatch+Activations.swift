import LinearAlgebra
import Networks
import Proofs

extension DualBatch {
    /// h = z: the multipliers are the coefficients, and nothing is lost; or zero, and h ranges over its interval.
    mutating func passIdentity(_ stage: Int, _ row: Int, _ lambda: Matrix<Double>) -> [Double] {
        let coefficients = lambda.row(row)
        guard case .box = choice else {
            for column in 0..<count { add(0, size: 0, column: column, coefficients[column]) }
            return coefficients
        }
        let (low, high) = (bounds.stages[stage].lower[row], bounds.stages[stage].upper[row])
        for column in 0..<count {
            let factor = coefficients[column]
            add(
                min(factor * low, factor * high), size: abs(factor) * max(abs(low), abs(high)), column: column, factor)
        }
        return Array(repeating: 0, count: count)
    }

    /// h = max(z, 0): the part λ max(z, 0) − μ z is linear on either side of 0, so it is smallest at l, u or 0.
    mutating func passReLU(_ stage: Int, _ row: Int, _ lambda: Matrix<Double>) -> [Double] {
        let unit = units.ofNeuron[stage][row]
        if let line = commonLine(unit) { return passLine(stage, row, lambda, line) }
        let (low, high) = (bounds.stages[stage].lower[row], bounds.stages[stage].upper[row])
        var lows = [Double](repeating: low, count: count)
        var highs = [Double](repeating: high, count: count)
        for half in halves[unit] ?? [] where unit >= 0 {
            switch half.side {
            case .first:
                lows[half.column] = max(lows[half.column], 0)
                highs[half.column] = max(highs[half.column], lows[half.column])
            case .second:
                highs[half.column] = min(highs[half.column], 0)
                lows[half.column] = min(lows[half.column], highs[half.column])
            }
        }
        var multipliers = [Double](repeating: 0, count: count)
        let raised = raise(stage, row, unit, lambda)
        for column in 0..<count where !raised.contains(column) {
            let (l, u) = (lows[column], highs[column])
            let factor = lambda.elements[row * count + column]
            var multiplier =
                switch choice {
                case .box: 0.0
                case .line(let line): Self.multiplier(factor, l, u, line)
                case .given(let given): unit >= 0 ? given.elements[unit * count + column] : .nan
                }
            if multiplier.isNaN { multiplier = Self.multiplier(factor, l, u, .adaptive) }
            multipliers[column] = multiplier
            let atLower = l > 0 ? (factor - multiplier) * l : -multiplier * l
            let atUpper = u > 0 ? (factor - multiplier) * u : -multiplier * u
            let least = min(atLower, atUpper)
            add(
                l < 0 && u > 0 ? min(least, 0) : least,
                size: abs(multiplier) * max(abs(l), abs(u)) + abs(factor) * max(u, 0), column: column, factor)
        }
        return multipliers
    }

    /// The line of a ReLU that all columns substitute with on its whole interval; `nil` where columns may differ.
    private func commonLine(_ unit: Int) -> SubstitutionLine? {
        guard unit < 0 || (halves[unit] == nil && planes[unit] == nil) else { return nil }
        return switch choice {
        case .line(let line): line
        case .given where unit < 0: .adaptive
        // No column has a multiplier of its own.
        case .given(let given): (0..<count).allSatisfy { given.elements[unit * count + $0].isNaN } ? .adaptive : nil
        case .box: nil
        }
    }

    /// As `passReLU` where all columns substitute with one line, which most do: the slopes are those of all of them.
    private mutating func passLine(
        _ stage: Int, _ row: Int, _ lambda: Matrix<Double>, _ line: SubstitutionLine
    ) -> [Double] {
        let (l, u, count) = (bounds.stages[stage].lower[row], bounds.stages[stage].upper[row], count)
        let (isUnstable, largest, top) = (l < 0 && u > 0, max(abs(l), abs(u)), max(u, 0))
        let (below, above) = (Self.multiplier(1, l, u, line), -Self.multiplier(-1, l, u, line))
        var result = [Double](repeating: 0, count: count)
        result.withUnsafeMutableBufferPointer { result in
            lambda.elements.withUnsafeBufferPointer { elements in
                withSums { value, magnitude, multipliers in
                    for column in 0..<count {
                        let factor = elements[row * count + column]
                        let multiplier = (factor < 0 ? above : below) * factor
                        result[column] = multiplier
                        multipliers[column] += abs(factor)
                        magnitude[column] += abs(multiplier) * largest + abs(factor) * top
                        let atLower = l > 0 ? (factor - multiplier) * l : -multiplier * l
                        let atUpper = u > 0 ? (factor - multiplier) * u : -multiplier * u
                        let least = min(atLower, atUpper)
                        value[column] += isUnstable ? min(least, 0) : least
                    }
                }
            }
        }
        return result
    }

    /// The multiplier by which backward substitution replaces λ h: a line below where λ ≥ 0, the upper one where λ < 0.
    private static func multiplier(
        _ lambda: Double, _ l: Double, _ u: Double, _ line: SubstitutionLine
    ) -> Double {
        if u <= 0 { return 0 }
        if l >= 0 { return lambda }
        if lambda < 0 || line == .parallel { return u / (u - l) * lambda }
        if line == .strict { return u >= -l ? lambda : 0 }
        // A tie has slope 1, also where rounding has moved the two ends apart.
        return u >= -l - 1e-8 * (1 + u) ? lambda : 0
    }

    /// h = max of a window: the part λ max z − Σ μ z is smallest where `PoolingPart` says. Windows that share an input have
    /// multipliers of their own on it.
    mutating func passPooling(_ stage: Int, _ windows: [[Int]], _ lambda: Matrix<Double>) -> Matrix<Double> {
        let interval = bounds.stages[stage]
        var total = Matrix<Double>(rows: interval.lower.count, columns: count)
        for (index, window) in windows.enumerated() {
            let lower = window.map { interval.lower[$0] }
            let upper = window.map { interval.upper[$0] }
            let largest = window.reduce(0) { max($0, interval.largest($1)) }
            let positions = units.ofWindow[stage][index].map { unit in
                (unit: unit, position: window.firstIndex(of: units.units[unit].preActivation) ?? 0)
            }
            for column in 0..<count {
                let factor = lambda.elements[index * count + column]
                var mu = [Double](repeating: 0, count: window.count)
                var usesLine = if case .box = choice { false } else { true }
                if case .given(let given) = choice, !positions.isEmpty {
                    for (unit, position) in positions { mu[position] = given.elements[unit * count + column] }
                    usesLine = mu.contains(where: \.isNaN)
                }
                if usesLine {
                    mu = Array(repeating: 0, count: window.count)
                    let best = lower.indices.reduce(0) { lower[$0] < lower[$1] ? $1 : $0 }
                    let dominates = lower.indices.allSatisfy { $0 == best || upper[$0] <= lower[best] }
                    if factor >= 0 || dominates { mu[best] = factor }
                }
                trace?.pools[stage, default: [:]][index, default: []].append(mu)
                var size = abs(factor) * largest
                for position in mu.indices {
                    size += abs(mu[position]) * largest
                    total.elements[window[position] * count + column] += mu[position]
                }
                add(PoolingPart.smallest(factor, mu, lower, upper), size: size, column: column, factor)
            }
        }
        return total
    }
}
