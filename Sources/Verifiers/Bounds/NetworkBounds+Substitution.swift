import Networks

extension NetworkBounds {
    /// Bounds of every stage below the logits as LP-GREEDY (parallel lines) and CROWN (adaptive ones) come by them.
    ///
    /// - Parameter needsStabilityOnly: whether bounds of neurons that are proved stable may be looser than substitution's; those of
    ///   stages without ReLUs then, too. Of no effect where there are maxima.
    package init(
        substituting network: LoweredNetwork, over region: InputRegion, _ lowerLine: LowerLine,
        needsStabilityOnly: Bool = false
    ) {
        var layers = LayerwiseBounds(network, region)
        layers.substituteAll(lowerLine, needsStabilityOnly: needsStabilityOnly)
        self = layers.bounds
    }
}
