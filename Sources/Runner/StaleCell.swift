import Foundation
import Questions
import ResultStore

/// A cell that was answered before under a configuration that no longer holds.
public struct StaleCell: Sendable, Hashable {
    /// The suite's ids.
    public var network: String
    public var method: String
    /// `nil` where the question has no size of its own.
    public var epsilon: Double?
    /// Samples that were answered then.
    public var answered: Int
    /// What differs, for people: `network bytes`, `option steps: 40 → 50`.
    public var differences: [String]

    public init(network: String, method: String, epsilon: Double?, answered: Int, differences: [String]) {
        self.network = network
        self.method = method
        self.epsilon = epsilon
        self.answered = answered
        self.differences = differences
    }

    public var description: String {
        "\(network)\(epsilon.map { " ε = \($0)" } ?? "") \(method): \(answered) earlier outcomes are stale: "
            + differences.joined(separator: ", ")
    }
}
