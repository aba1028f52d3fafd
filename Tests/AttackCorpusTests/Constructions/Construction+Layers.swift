import LinearAlgebra
import Networks
import Questions

/// Layers other than chains of affine maps and ReLUs.
extension Construction {
    /// Branches of one input with coefficients that cancel, added up: 2ᵏ, −2ᵏ and ±1 in every order.
    static let residualSums = Construction("residual sums at 2ᵏ") { style in
        try product([30, 53, 56, 60, 100], permutations([0, 1, 2, 3]), [-1, 1]).flatMap {
            (k: Int, order: [Int], sign: Float) in
            let big = Float(sign: .plus, exponent: k, significand: 1)
            let factors = order.map { [big, -big, sign * 1.25, -sign * 0.25][$0] }
            var sketch = Sketch(inputs: 1, style)
            var sum: Int?
            for factor in factors {
                let branch = try sketch.affine([[factor], [0]], [0, 0], after: 0)
                sum = try sum.map { try sketch.add($0, branch) } ?? branch
            }
            try sketch.affine([[1, 0], [0, 1]], [-sign * 0.5, 0])
            let network = try sketch.built()
            return PerturbationSet.everyNorm(0.125).map {
                Subject("\(style) 2^\(k) order \(order) sign \(sign)", network, at: [sign > 0 ? 0.6 : 0.4], $0)
            }
        } + residualCase(style)
    }

    /// Two inputs and a skip connection around the second layer, as it was found in public: coefficients of two terms on one column.
    private static func residualCase(_ style: Sketch.Style) throws -> [Subject] {
        try product([20, 40, 55, 60], [0.08, 0.125], [0.1, 0.2]).map { (k: Int, epsilon: Double, bias: Float) in
            let big = Float(sign: .plus, exponent: k, significand: 1)
            var sketch = Sketch(inputs: 2, style)
            let first = try sketch.affine([[big, 0], [0, big]], [0, 0])
            let half = Float(sign: .plus, exponent: -k, significand: 1)
            let second = try sketch.affine([[-1 + half, 0], [0, -1 + half]], [bias, 0])
            try sketch.add(second, first)
            return Subject(
                "\(style) skip 2^\(k) bias \(bias)", try sketch.built(), at: [0.5, 0.5], .init(epsilon: epsilon))
        }
    }

    /// The same through ReLUs that are always active, or cut in two.
    static let residualReLUs = Construction("residual sums through ReLUs") { style in
        try product([30, 53, 60, 100], [0, 0.5], [-1, 1], [[0, 1, 2], [2, 0, 1], [0, 2, 1]]).flatMap {
            (k: Int, offset: Float, sign: Float, order: [Int]) in
            let big = Float(sign: .plus, exponent: k, significand: 1)
            var sketch = Sketch(inputs: 1, style)
            try sketch.affine([[1], [1]], [-offset, 0])
            let stem = sketch.relu()
            var sum: Int?
            for factor in order.map({ [[big, 0], [-big, 0], [0, sign]][$0] as [Float] }) {
                let branch = try sketch.affine([factor, [0, 0]], after: stem)
                sum = try sum.map { try sketch.add($0, branch) } ?? branch
            }
            sketch.relu()
            try sketch.affine([[1, 0], [0, 0]], [sign > 0 ? -0.5 : -0.001, 0])
            let network = try sketch.built()
            return PerturbationSet.everyNorm(0.125).map {
                Subject("\(style) 2^\(k) offset \(offset) sign \(sign) order \(order)", network, at: [0.6], $0)
            }
        }
    }

    /// Means and deviations far from the pixels.
    static let normalisations = Construction("extreme normalisations") { style in
        try product([0, 0.5, 1e8, 1e17, 1e300], [1e-300, 1e-17, 0.3, 3, 1e17, 1e300], [-1, 1]).flatMap {
            (mean: Double, deviation: Double, sign: Float) in
            var sketch = Sketch(inputs: 1, style)
            let shifted = try sketch.normalise(mean, 1)
            // Back by the mean where it is a sum of floats, then scaled and scaled back.
            _ = shifted
            try sketch.affine([[1]], [mean < 3e38 ? Float(mean) : 0])
            try sketch.normalise(0, deviation)
            try sketch.affine([[sign], [0]])
            if deviation > 3e-39, deviation < 3e38 {
                try sketch.affine([[Float(deviation), 0], [0, 1]], [-sign * 0.5, 0])
            }
            let network = try sketch.built()
            return PerturbationSet.everyNorm(0.125).map {
                Subject("\(style) mean \(mean) deviation \(deviation) sign \(sign)", network, at: [0.6], $0)
            }
        }
    }

    /// Gains and offsets of channels, far apart, that cancel: a batch normalisation as it is stored.
    static let scalings = Construction("gains and offsets that cancel") { style in
        try product([1e-38, 1e-20, 1, 1e20, 2e38], [0, 1, 1e8, 1e30], [-1, 1]).flatMap {
            (gain: Float, offset: Float, sign: Float) in
            var sketch = Sketch(inputs: 1, style)
            try sketch.affine([[1], [0]], [0, 1])
            try sketch.normalise(0.1307, 0.3081)
            try sketch.scale(gain, offset)
            try sketch.affine([[sign, -sign], [0, 0]], [sign * gain * 1.25, 0])
            let network = try sketch.built()
            return PerturbationSet.everyNorm(0.125).map {
                Subject("\(style) gain \(gain) offset \(offset) sign \(sign)", network, at: [0.6], $0)
            }
        }
    }

    /// n · average − sum is next to 0 for every image, and 0 where 1/n is a double.
    static let averages = Construction("averages against sums") { _ in
        try product([3, 2], [-1, 1], [0, 0x1p-60]).flatMap { (size: Int, sign: Float, hair: Float) in
            var builder = NetworkBuilder(input: [1, 1, size])
            let flat = builder.flatten()
            try builder.averagePool(kernel: size == 3 ? 3 : 2, stride: 1, padding: 1, after: 0)
            let width = builder.shape(of: builder.last).count
            // Windows on the row see one, two or three pixels; the middle one of three sees all.
            let middle = width / 2
            let row = (0..<width).map { $0 == middle ? sign * Float(size) : 0 }
            let average = try builder.linear(
                weight: Matrix(rows: 2, columns: width, elements: row + row.map { _ in 0 }), bias: [hair, 0])
            let ones = [Float](repeating: -sign, count: size)
            let sum = try builder.linear(
                weight: Matrix(rows: 2, columns: size, elements: ones + ones.map { _ in 0 }), bias: [0, 0], after: flat)
            try builder.add(average, sum)
            let network = try builder.build()
            return PerturbationSet.everyNorm(0.125).map {
                Subject("\(size) pixels sign \(sign) hair \(hair)", network, at: Array(repeating: 0.5, count: size), $0)
            }
        }
    }

    /// Differences of entries that were taken apart, turned and put together again: 0 everywhere, up to a hair.
    static let moves = Construction("moved entries against themselves") { _ in
        try product([0, 0x1p-60, 1e-7], [-1, 1], [1, 2]).flatMap { (hair: Float, sign: Float, groups: Int) in
            var builder = NetworkBuilder(input: [2, 1, 2])
            // One kernel entry of every channel sees its own pixel: the image again, in groups or as a diagonal.
            let window = WindowSpec(kernelHeight: 1, kernelWidth: 2, left: 2, dilationWidth: 2)
            let kernels: [Float] = groups == 2 ? [0, 1, 0, 1] : [0, 1, 0, 0, 0, 0, 0, 1]
            let copy = try builder.convolution(
                kernels: Matrix(rows: 2, columns: kernels.count / 2, elements: kernels), bias: [0, 0], window: window,
                groups: groups)
            let turned = try builder.select([3, 1, 2, 0], shape: [4], after: copy)
            let halves = [
                try builder.select([3, 1], shape: [2], after: turned),
                try builder.select([2, 0, -1], shape: [3], after: turned),
            ]
            let flat = try builder.reshape([4], after: 0)
            try builder.concatenate(halves + [flat], shape: [9])
            builder.relu()
            let row: [Float] = [1, 1, 1, 1, 7, -1, -1, -1, -1].map { $0 * sign }
            try builder.linear(
                weight: Matrix(rows: 2, columns: 9, elements: row + row.map { _ in 0 }), bias: [sign * hair, 0])
            let network = try builder.build()
            return PerturbationSet.everyNorm(0.125).map {
                Subject("groups \(groups) hair \(sign * hair)", network, at: [0.5, 0.25, 0.75, 0.5], $0)
            }
        }
    }

    /// Windows whose pixels are equal, or equal up to 2⁻⁶⁰, at the image.
    static let poolTies = Construction("max pools with ties") { _ in
        try product([0, 0x1p-60, 1e-7], [-1, 1], [1, 0x1p60]).flatMap { (hair: Float, sign: Float, scale: Float) in
            var builder = NetworkBuilder(input: [1, 1, 2])
            // Channels x, and x scaled: max(x₀, x₁) − (x₀ + x₁) / 2 ≥ 0, 0 where both are equal.
            let flat = builder.flatten()
            try builder.convolution(
                kernels: Matrix(rows: 1, columns: 1, elements: [scale]), bias: [0], kernelHeight: 1, kernelWidth: 1,
                stride: 1, padding: 0, after: 0)
            try builder.maxPool(kernel: 2, stride: 1, padding: 1)
            let width = builder.shape(of: builder.last).count
            let most = (0..<width).map { $0 == width / 2 ? 1 / scale : 0 }
            let largest = try builder.linear(
                weight: Matrix(rows: 2, columns: width, elements: most + most.map { _ in 0 }), bias: [sign * hair, 0])
            let halves: [Float] = [-0.5, -0.5, 0, 0]
            let mean = try builder.linear(
                weight: Matrix(rows: 2, columns: 2, elements: halves), bias: [0, 0], after: flat)
            try builder.add(largest, mean)
            let network = try builder.build()
            return PerturbationSet.everyNorm(0.125).map {
                Subject("hair \(sign * hair) scale \(scale)", network, at: [0.5, 0.5], $0)
            }
        }
    }
}
