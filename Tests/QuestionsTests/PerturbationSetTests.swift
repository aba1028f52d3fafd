import LinearAlgebra
import Questions
import Testing

/// Compares the exact real number a − b with c: −1, 0 or 1. The rounding error of the difference is recovered exactly
/// (Knuth's two-sum), so that no tolerance is needed.
private func compareDifference(_ a: Double, _ b: Double, with c: Double) -> Int {
    let difference = a - b
    if difference != c { return difference < c ? -1 : 1 }
    let virtual = a - difference
    let error = (a - (difference + virtual)) + (virtual - b)
    return error == 0 ? 0 : error < 0 ? -1 : 1
}

/// Whether the float `p` lies in the l∞ set around `x`, in exact arithmetic.
private func contains(_ set: PerturbationSet, _ p: Double, around x: Double) -> Bool {
    if let domain = set.domain, p < domain.lower || p > domain.upper { return false }
    return compareDifference(max(p, x), min(p, x), with: set.epsilon) <= 0
}

private struct Case {
    var set: PerturbationSet
    var pixels: [Float]
}

/// Image-like pixels, random floats and domain edges against round, tiny and random radii.
private let cases: [Case] = {
    var generator = SeededGenerator(seed: 41)
    var pixels = (0...255).map { Float($0) / 255 } + [Float(0.1), Float(0.3).nextUp, Float(1).nextDown, 0.5]
    pixels += (0..<300).map { _ in generator.unitFloat() }
    var radii = [
        0, 1e-12, 1e-7, 1.0 / 255, 2.0 / 255, 8.0 / 255, 0.03, 0.1, 0.25, 0.3, 0.5, 1, 1.5, Double(Float(0.1)),
    ]
    radii += (0..<40).map { _ in generator.unitDouble() * 0.5 }
    let domains: [(InputDomain?, Float, Float)] = [
        (.unit, 1, 0), (nil, 4, -2), (InputDomain(lower: -1, upper: 1), 2, -1),
        (InputDomain(lower: 0.1, upper: 0.9), 0.79, 0.105),
    ]
    return radii.flatMap { radius in
        domains.map { domain, scale, shift in
            Case(
                set: PerturbationSet(epsilon: radius, domain: domain),
                pixels: pixels.map { domain == .unit ? $0 : $0 * scale + shift })
        }
    }
}()

@Suite struct PerturbationSetTests {
    @Test func enclosingBoxContainsTheSetAndIsTight() {
        for example in cases {
            let box = example.set.enclosingBox(around: example.pixels)
            #expect(box.count == example.pixels.count)
            let (domain, epsilon) = (example.set.domain, example.set.epsilon)
            for (index, pixel) in example.pixels.enumerated() {
                let x = Double(pixel)
                let (lower, upper) = (box.lower[index], box.upper[index])
                let coversLower = lower == domain?.lower || compareDifference(x, lower, with: epsilon) >= 0
                let coversUpper = upper == domain?.upper || compareDifference(upper, x, with: epsilon) >= 0
                // Three steps inwards is inside the set: the box is never wider than two last bits.
                let inward = (lower.nextUp.nextUp.nextUp, upper.nextDown.nextDown.nextDown)
                let isTight =
                    lower <= x && x <= upper && lower >= domain?.lower ?? lower && upper <= domain?.upper ?? upper
                    && (epsilon < 1e-15
                        || compareDifference(x, inward.0, with: epsilon) <= 0
                            && compareDifference(inward.1, x, with: epsilon) <= 0)
                if !(coversLower && coversUpper && isTight) {
                    Issue.record("x = \(x), ε = \(epsilon): [\(lower), \(upper)]")
                }
            }
        }
    }

    @Test func innerBoxLiesInTheSetAndIsTheLargest() {
        for example in cases {
            let box = example.set.innerBox(around: example.pixels)
            for (index, pixel) in example.pixels.enumerated() {
                let x = Double(pixel)
                let (lower, upper) = (box.lower[index], box.upper[index])
                let isInside =
                    lower <= pixel && pixel <= upper && contains(example.set, Double(lower), around: x)
                    && contains(example.set, Double(upper), around: x)
                let isLargest =
                    !contains(example.set, Double(lower.nextDown), around: x)
                    && !contains(example.set, Double(upper.nextUp), around: x)
                if !(isInside && isLargest) {
                    Issue.record("x = \(x), ε = \(example.set.epsilon): [\(lower), \(upper)]")
                }
            }
        }
    }

    @Test func innerBoxLiesInTheEnclosingBox() {
        for example in cases {
            let inner = example.set.innerBox(around: example.pixels)
            let outer = example.set.enclosingBox(around: example.pixels)
            let isNested = example.pixels.indices.allSatisfy {
                outer.lower[$0] <= Double(inner.lower[$0]) && Double(inner.upper[$0]) <= outer.upper[$0]
            }
            #expect(isNested)
        }
    }

    @Test func radiusZeroIsTheSampleItself() {
        let pixels: [Float] = [0, 0.1, 0.5, 1]
        for domain in [InputDomain.unit, nil] {
            let set = PerturbationSet(epsilon: 0, domain: domain)
            let doubles = pixels.map(Double.init)
            #expect(set.enclosingBox(around: pixels) == Box(lower: doubles, upper: doubles))
            #expect(set.innerBox(around: pixels) == (pixels, pixels))
        }
    }

    @Test func domainCutsTheBoxExactly() {
        let set = PerturbationSet(epsilon: 0.25)
        let box = set.enclosingBox(around: [0, 1, 0.125, 0.875])
        #expect([box.lower[0], box.lower[2]] == [0, 0])
        #expect([box.upper[1], box.upper[3]] == [1, 1])
        let inner = set.innerBox(around: [0, 1, 0.5])
        #expect(inner.lower == [0, 0.75, 0.25])
        #expect(inner.upper == [0.25, 1, 0.75])
    }

    @Test func unboundedDomainReachesBeyondOne() {
        let set = PerturbationSet(epsilon: 0.25, domain: nil)
        #expect(set.innerBox(around: [0, 1]).lower == [-0.25, 0.75])
        #expect(set.innerBox(around: [0, 1]).upper == [0.25, 1.25])
        #expect(set.enclosingBox(around: [0]).lower[0] < -0.25)
    }

    /// Every ball lies in the box of the same radius.
    @Test(arguments: Norm.allCases) func enclosingBoxServesEveryNorm(norm: Norm) {
        let pixels: [Float] = [0.05, 0.5, 0.97]
        let box = PerturbationSet(norm: norm, epsilon: 0.1).enclosingBox(around: pixels)
        #expect(box == PerturbationSet(norm: .infinity, epsilon: 0.1).enclosingBox(around: pixels))
    }

    @Test func largerRadiiGiveLargerBoxes() {
        let pixels: [Float] = [0, 0.2, 0.7, 1]
        let boxes = [0, 0.01, 0.1, 0.3, 2].map { PerturbationSet(epsilon: $0).enclosingBox(around: pixels) }
        for (small, large) in zip(boxes, boxes.dropFirst()) {
            #expect(zip(large.lower, small.lower).allSatisfy { $0 <= $1 })
            #expect(zip(large.upper, small.upper).allSatisfy { $0 >= $1 })
        }
    }
}
