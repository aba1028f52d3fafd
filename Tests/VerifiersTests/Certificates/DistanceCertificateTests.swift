import Foundation
import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// Certificates of distance against exact distances: none may say more.
@Suite struct DistanceCertificateTests {
    private static let names = ["simplex", "mmr", "decision-boundary"]

    private func query(_ example: RandomCase, _ network: Network, _ norm: Norm) -> Query {
        var query = example.query(on: network, norm: norm)
        query.perturbation.domain = nil
        return query
    }

    /// The smallest margin on the ball of a radius: exact for p = 1 and ∞, on a fine grid of the disk for p = 2.
    private func worst(_ network: Network, _ query: Query, _ radius: Double) -> Double {
        guard query.perturbation.norm == .two else {
            return PolygonOracle.worstMargin(of: network, query: query.ofSize(radius))
        }
        let points = (1...4).flatMap { ring in
            (0..<120).map { step -> (Double, Double) in
                let (length, angle) = (radius * Double(ring) / 4, Double(step) * Double.pi / 60)
                return (length * cos(angle), length * sin(angle))
            }
        }
        return points.reduce(.infinity) { least, point in
            let x = [Double(query.sample.pixels[0]) + point.0, Double(query.sample.pixels[1]) + point.1]
            return min(least, PolygonOracle.worstMargin(of: network, label: query.label, lower: x, upper: x))
        }
    }

    @Test(arguments: RandomCase.all(40), Norm.allCases)
    func `nothing adversarial is nearer`(_ example: RandomCase, _ norm: Norm) throws {
        let network = try example.network()
        let query = query(example, network, norm)
        for name in Self.names {
            let outcome = try answer(name, query, on: network)
            if outcome.verdict == .unsupported {
                #expect(name == "decision-boundary" && outcome.note != nil)
                continue
            }
            let distance = try #require(outcome.distanceLower)
            #expect((outcome.verdict == .robust) == (distance > query.perturbation.epsilon))
            guard distance < 1e6 else { continue }
            #expect(worst(network, query, distance * (1 - 1e-12)) >= -1e-9 * (1 + distance), "\(name) says \(distance)")
        }
        #expect(
            try answer("simplex", query, on: network).distanceLower
                == answer("mmr", query, on: network).distanceLower)
    }

    /// Where MMR calls its distance exact, the margin vanishes there.
    @Test(arguments: Norm.allCases) func `exact distances are exact`(_ norm: Norm) throws {
        var exact = 0
        for example in RandomCase.all(40) {
            let network = try example.network()
            let query = query(example, network, norm)
            let outcome = try answer("mmr", query, on: network)
            guard outcome.note != nil else { continue }
            exact += 1
            let distance = try #require(outcome.distanceLower)
            // The disk's grid misses the nearest point by up to one and a half degrees.
            let reach = distance * (norm == .two ? 1 + 1e-3 : 1 + 1e-9)
            #expect(worst(network, query, reach) <= 1e-9 * (1 + distance), "\(example.testDescription)")
        }
        #expect(exact > 10)
    }

    @Test(arguments: Norm.allCases) func `a witness closes the bracket`(_ norm: Norm) throws {
        let verifier = try #require(MethodRegistry.make(MethodCall(MMRCertificate.descriptor)))
        var closed = 0
        for example in RandomCase.all(40) {
            let network = try example.network()
            let query = example.query(on: network, norm: norm)
            let asked = AskedQuestion(query, QuestionForm.plain, shape: network.inputShape.extents)
            let search = MinimumDistortion(
                verifier, MMRCertificate.descriptor, tolerance: 1e-3, judge: .independent(asked, on: network))
            let bracket = search.search(query.ofSize(1), on: network, until: .never).bracket
            guard let upper = bracket.upper else { continue }
            #expect(bracket.lower <= upper && bracket.witness != nil)
            let isExact = try answer("mmr", query, on: network).note != nil
            guard isExact, upper <= bracket.lower * (1 + 1e-3) else { continue }
            closed += 1
        }
        #expect(closed > 10)
    }

    @Test func `a row of zeros is no face`() throws {
        // The second neuron is 1 everywhere.
        let network = try SmallNetwork.make([
            ([[1, 0], [0, 0]], [0, 1]), ([[1, 0], [0, 0]], [0, 0]),
        ])
        let query = SmallNetwork.query([0.5, 0.5], on: network)
        for norm in Norm.allCases {
            var query = query
            query.perturbation.norm = norm
            let distance = try #require(try answer("simplex", query, on: network).distanceLower)
            #expect(distance <= 0.5 && distance > 0.5 * (1 - 1e-12))
        }
        // Nothing depends on the inputs: there is neither face nor boundary.
        let constant = try SmallNetwork.make([([[0, 0]], [1]), ([[1], [0]], [1, 0])])
        let everywhere = SmallNetwork.query([0.5, 0.5], on: constant)
        for name in Self.names {
            let outcome = try answer(name, everywhere, on: constant)
            #expect(outcome.verdict == .robust && outcome.distanceLower == .greatestFiniteMagnitude, "\(name)")
        }
    }

    @Test func `zeros, ties and mistakes are at distance 0`() throws {
        let zero = try SmallNetwork.make([([[1, -1]], [0]), ([[1], [0]], [1, 0])])
        let onFace = SmallNetwork.query([0.5, 0.5], on: zero)
        #expect(try answer("simplex", onFace, on: zero).distanceLower == 0)
        #expect(try answer("mmr", onFace, on: zero).distanceLower == 0)
        let tied = try SmallNetwork.make([([[1, 1]], [1]), ([[1], [1]], [0, 0])])
        let wrong = try SmallNetwork.make([([[1, 1]], [1]), ([[1], [2]], [0, 0])])
        for name in Self.names {
            for network in [tied, wrong] {
                let query = SmallNetwork.query([0.5, 0.25], on: network, label: 0)
                let outcome = try answer(name, query, on: network)
                #expect(outcome.distanceLower == 0 && outcome.verdict == .unknown, "\(name)")
            }
        }
    }

    @Test func `a tie in a pooling window is at distance 0`() throws {
        var builder = NetworkBuilder(input: [1, 2, 2])
        try builder.maxPool(kernel: 2, stride: 1)
        try builder.linear(weight: Matrix(rows: 2, columns: 1, elements: [1, -1]), bias: [1, 0])
        let network = try builder.build()
        let query = SmallNetwork.query([0.5, 0.5, 0, 0.25], on: network)
        #expect(try answer("simplex", query, on: network).distanceLower == 0)
    }
}
