import Networks
import Questions
import TestSupport
import Testing

/// A random network with a query about an l1 ball: around a random point, or around one where the domain cuts half or
/// three quarters of the ball off.
struct BallCase: CustomTestStringConvertible, Sendable {
    enum Place: String, CaseIterable, Sendable { case inside, edge, corner, unbounded }

    let example: RandomCase
    let place: Place

    var testDescription: String { "\(example.testDescription), \(place.rawValue)" }

    /// Every family with `count` seeds; places take turns.
    static func all(_ count: UInt64) -> [BallCase] {
        RandomCase.all(count).map { example in
            BallCase(example: example, place: Place.allCases[Int((example.seed / 4 + example.seed) % 4)])
        }
    }

    func network() throws -> Network { try example.network() }

    func query(on network: Network, norm: Norm = .one, epsilon: Double? = nil, measure: Measure = .margin) -> Query {
        var query = example.query(on: network, norm: norm, measure: measure)
        switch place {
        case .inside: break
        case .edge: query.sample.pixels[0] = 1
        case .corner: query.sample.pixels = [0, 0]
        case .unbounded: query.perturbation.domain = nil
        }
        query.perturbation.epsilon = epsilon ?? example.epsilon
        query.label = network.evaluator.predictions(.init(rows: 1, columns: 2, elements: query.sample.pixels))[0]
        query.sample.label = query.label
        return query
    }
}
