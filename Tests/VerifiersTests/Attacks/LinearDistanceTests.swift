import Questions
import Testing

/// Distances on linear classifiers, which are known.
@Suite struct LinearDistanceTests {
    @Test(arguments: LinearCase.all)
    func `deepfool and fab find the nearest point`(_ example: LinearCase) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let exact = example.exact(network, query)
        for (method, options) in [
            ("deepfool", [:]), ("fab", [:]), ("fab", ["targets": .integer(0)]), ("fab", ["restarts": .integer(2)]),
        ] as [(String, [String: OptionValue])] {
            let outcome = try DistanceCase.answer(method, query, on: network, options)
            guard exact.isFinite else {
                #expect(outcome.distanceUpper == nil && outcome.verdict == .unknown)
                continue
            }
            let found = try #require(outcome.distanceUpper, "\(method)")
            #expect(found >= exact * (1 - 1e-6) && found <= exact * (1 + 1e-4), "\(method): \(found), \(exact)")
        }
    }

    @Test(arguments: LinearCase.all)
    func `other attacks are no nearer than the nearest point`(_ example: LinearCase) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let exact = example.exact(network, query)
        for method in ["i-fgsm", "pgd"] {
            guard let found = try DistanceCase.answer(method, query, on: network).distanceUpper else { continue }
            #expect(found >= exact * (1 - 1e-6), "\(method)")
            // Its steps for p = 1 are those of the nearest point, as long as no coordinate is at its end.
            if method == "i-fgsm", !example.isBoxed, example.norm != .one { #expect(found <= exact * 1.3) }
        }
    }

    /// The cases are what they are for: with and without coordinates at the ends of the box, and most of them reachable.
    @Test func `cases differ`() throws {
        var (reached, differing) = (0, 0)
        for seed in 0..<12 as Range<UInt64> {
            for norm in Norm.allCases {
                let (free, boxed) = (
                    LinearCase(seed: seed, norm: norm, isBoxed: false),
                    LinearCase(seed: seed, norm: norm, isBoxed: true)
                )
                let network = try free.network()
                let (one, other) = (
                    free.exact(network, free.query(on: network)), boxed.exact(network, boxed.query(on: network))
                )
                #expect(one <= other * (1 + 1e-12))
                reached += other.isFinite ? 1 : 0
                differing += other > one * 1.01 ? 1 : 0
            }
        }
        #expect(reached >= 30 && differing >= 12, "\(reached), \(differing)")
    }
}
