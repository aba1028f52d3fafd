import Figures
import Testing

@Suite struct ScaleTests {
    @Test(arguments: [
        (97.95, 100.0), (100, 100), (34, 35), (41.2, 50), (0, 1), (7, 8), (812, 1000), (0.031, 0.035),
    ]) func linearRangesEndAtANiceValue(maximum: Double, upper: Double) {
        let scale = Scale.linear(upTo: maximum)
        #expect(scale.lower == 0)
        #expect(scale.upper >= maximum)
        #expect(scale.upper <= max(1, 1.3 * max(upper, maximum)))
    }

    @Test func linearTicks() {
        let scale = Scale(.linear, from: 0, to: 100)
        #expect(scale.ticks(limit: 6).map(\.label) == ["0", "20", "40", "60", "80", "100"])
        #expect(scale.ticks(limit: 3).map(\.label) == ["0", "50", "100"])
        #expect(
            Scale(.linear, from: 0, to: 0.04).ticks(limit: 5).map(\.label) == ["0.00", "0.01", "0.02", "0.03", "0.04"])
        #expect(Scale(.linear, from: -0.5, to: 0.5).ticks(limit: 3).map(\.label) == ["−0.5", "0.0", "0.5"])
    }

    @Test(arguments: 2...9) func neverMoreLabelsThanAsked(limit: Int) {
        for upper in [0.003, 0.7, 1, 3, 12, 35, 100, 997, 10_000] {
            let scale = Scale.linear(upTo: upper)
            #expect(scale.ticks(limit: limit).count <= limit)
        }
        let wide = Scale.logarithmic(covering: [1e-7, 1e5])
        #expect(wide.ticks(limit: limit).filter { !$0.label.isEmpty }.count <= limit)
    }

    @Test func logarithmicTicks() {
        let scale = Scale.logarithmic(covering: [0.0003, 45])
        #expect((scale.lower, scale.upper) == (1e-4, 100))
        #expect(
            scale.ticks(limit: 9).map(\.label).filter { !$0.isEmpty } == [
                "10⁻⁴", "0.001", "0.01", "0.1", "1", "10", "100",
            ])
        #expect(abs(scale.position(of: 0.1) - 0.5) < 1e-12)
        #expect(scale.position(of: 0) == 0)
        #expect(scale.position(of: 1e9) == 1)
    }

    /// A short axis ends where its values do, at 1, 2 or 5 times a power of ten, and says so.
    @Test func shortLogarithmicAxes() {
        func ends(_ values: Double...) -> [Double] {
            let scale = Scale.logarithmic(covering: values)
            return [scale.lower, scale.upper]
        }
        #expect(ends(1, 11) == [1, 20])
        #expect(ends(0.03, 0.4) == [0.02, 0.5])
        #expect(ends(1, 10) == [1, 10])
        #expect(ends(3, 3) == [2, 10])
        #expect(ends(0.6, 0.7) == [0.2, 1])
        let labels = Scale.logarithmic(covering: [1, 11]).ticks(limit: 8).map(\.label).filter { !$0.isEmpty }
        #expect(labels == ["1", "2", "5", "10", "20"])
        let small = Scale.logarithmic(covering: [0.03, 0.4]).ticks(limit: 8)
        #expect(small.map(\.label).filter { !$0.isEmpty } == ["0.02", "0.05", "0.1", "0.2", "0.5"])
        #expect(small.allSatisfy { $0.value > 0.0199 && $0.value < 0.501 })
    }

    @Test func logarithmicAxesOfOddRanges() {
        #expect(Scale.logarithmic(covering: [1]).upper > 1)
        #expect(Scale.logarithmic(covering: []).lower > 0)
        #expect(Scale.logarithmic(covering: [1e-12]).ticks(limit: 2).first?.label == "10⁻¹²")
    }
}
