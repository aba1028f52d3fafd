import LinearAlgebra
import Testing

@Suite struct SeededGeneratorTests {
    /// From an independent implementation of SplitMix64 and xoshiro256**. Changing these numbers changes results that
    /// were published with a seed.
    @Test func numbersArePinned() {
        let pinned: [UInt64: [UInt64]] = [
            0: [0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0, 0x6AA5_94F1_262D_2D2C],
            1: [0xB3F2_AF6D_0FC7_10C5, 0x853B_5596_4736_4CEA, 0x92F8_9756_082A_4514, 0x642E_1C7B_C266_A3A7],
            42: [0x1578_0B2E_0C2E_C716, 0x6104_D986_6D11_3A7E, 0xAE17_5332_39E4_99A1, 0xECB8_AD47_03B3_60A1],
            .max: [0x8F55_20D5_2A7E_AD08, 0xC476_A018_CAA1_802D, 0x81DE_31C0_D260_469E, 0xBF65_8D7E_065F_3C2F],
        ]
        for (seed, expected) in pinned {
            var generator = SeededGenerator(seed: seed)
            #expect(expected.map { _ in generator.next() } == expected, "seed \(seed)")
        }
    }

    @Test func derivedNumbersArePinned() {
        var generator = SeededGenerator(seed: 7)
        #expect(
            (0..<3).map { _ in generator.unitDouble() } == [0.7005764821796896, 0.2787512294737843, 0.8396274618764198])
        generator = SeededGenerator(seed: 7)
        #expect(
            (0..<3).map { _ in generator.unitFloat() } == [0.7005764245986938, 0.2787511944770813, 0.8396274447441101])
        generator = SeededGenerator(seed: 7)
        for expected in [-0.2790239910251981, 1.8997685786889567] {
            #expect(abs(generator.normal() - expected) < 1e-14)
        }
    }

    @Test func copiesContinueIndependently() {
        var first = SeededGenerator(seed: 3)
        _ = first.next()
        var second = first
        let left = (0..<5).map { _ in first.next() }
        #expect(left == (0..<5).map { _ in second.next() })
        var other = SeededGenerator(seed: 4)
        #expect(left != (0..<5).map { _ in other.next() })
    }

    @Test func uniformNumbersFillTheUnitInterval() {
        var generator = SeededGenerator(seed: 5)
        let count = 40_000
        let doubles = (0..<count).map { _ in generator.unitDouble() }
        let floats = (0..<count).map { _ in Double(generator.unitFloat()) }
        for numbers in [doubles, floats] {
            #expect(numbers.allSatisfy { (0..<1).contains($0) })
            var bins = [Int](repeating: 0, count: 20)
            for number in numbers { bins[Int(number * 20)] += 1 }
            // 19 degrees of freedom; a fair generator exceeds 50 once in 7000 seeds, and the seed is fixed.
            let expected = Double(count) / 20
            let chiSquare = bins.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
            #expect(chiSquare < 50)
            #expect(abs(numbers.reduce(0, +) / Double(count) - 0.5) < 0.01)
        }
    }

    @Test func normalNumbersHaveMeanZeroAndVarianceOne() {
        var generator = SeededGenerator(seed: 6)
        let numbers = (0..<40_000).map { _ in generator.normal() }
        #expect(numbers.allSatisfy { $0.isFinite })
        let mean = numbers.reduce(0, +) / 40_000
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000
        #expect(abs(mean) < 0.02)
        #expect(abs(variance - 1) < 0.03)
        let beyondTwo = Double(numbers.count { abs($0) > 1.959964 }) / 40_000
        #expect(abs(beyondTwo - 0.05) < 0.005)
    }

    @Test func bitsAreBalanced() {
        var generator = SeededGenerator(seed: 8)
        var ones = [Int](repeating: 0, count: 64)
        for _ in 0..<20_000 {
            let number = generator.next()
            for bit in 0..<64 where number >> UInt64(bit) & 1 == 1 { ones[bit] += 1 }
        }
        for count in ones { #expect(abs(count - 10_000) < 400) }
    }
}
