import Questions

/// What a suite asks of its images, as its tables name it: a network, a size of the set, a method. Plans, reports and
/// comparisons of a suite with an earlier run all speak of cells.
public struct SuiteCell: Sendable, Hashable, Codable {
    /// The suite's id of the network.
    public var network: String
    /// `nil` where the question has none of its own: of points (plain classification), and where the minimum distortion is
    /// asked for.
    public var size: Double?
    /// The suite's id of the method.
    public var method: String

    public init(network: String, size: Double?, method: String) {
        self.network = network
        self.size = size
        self.method = method
    }

    /// The cell of an answer that was recorded.
    ///
    /// - Parameter isPoint: the method classifies plainly.
    public init(network: String, method: String, _ configuration: Configuration, isPoint: Bool) {
        let hasSize = !isPoint && !configuration.form.goal.isRadius
        self.init(network: network, size: hasSize ? configuration.perturbation.epsilon : nil, method: method)
    }

    /// The part that stands for a network at one size.
    public var row: SuiteCell { SuiteCell(network: network, size: size, method: "") }
}

extension Suite {
    /// Every cell once: networks, sizes within a network, methods within a size, each in the order of the suite. A method that
    /// classifies plainly is asked once per network, before the first size.
    ///
    /// - Parameter catalog: the methods that there are; others are left out.
    public func cells(_ catalog: MethodCatalog) -> [SuiteCell] {
        networks.flatMap { network -> [SuiteCell] in
            let sizes: [Double?] = form.goal.isRadius ? [nil] : network.epsilons.map(Optional.some)
            return sizes.enumerated().flatMap { number, size in
                methods.compactMap { method in
                    guard let claim = catalog[method.call.name]?.claim else { return nil }
                    let isPoint = claim == .classification
                    if isPoint, number > 0 { return nil }
                    return SuiteCell(network: network.id, size: isPoint ? nil : size, method: method.id)
                }
            }
        }
    }
}
