extension VNNLIBProperty {
    /// Whether (x, y) lies in some case, exactly: every double is a real number, and nothing is rounded.
    ///
    /// `outputs` are taken as the network's; whether they are is not looked at. Points of other sizes lie in no case, nor do
    /// infinities and NaN.
    /// - Complexity: linear in the size of the property.
    public func isCounterexample(inputs: [Double], outputs: [Double]) -> Bool {
        guard isFitting(inputs, outputs) else { return false }
        return regions.contains { region in
            zip(region.box, inputs).allSatisfy { $0.contains($1) }
                && region.inputForms.allSatisfy { $0.contains(inputs) }
                && region.outputs.contains { $0.allSatisfy { $0.contains(outputs) } }
        }
    }

    /// Whether (x, y) lies in some case when every bound and every half-space is moved outwards by `tolerance`: how the
    /// competition judges what tools hand in.
    ///
    /// The competition allows 1e-4 on inputs and outputs alike (`COUNTEREXAMPLE_ATOL` of its scoring scripts), in doubles.
    public func isCounterexample(inputs: [Double], outputs: [Double], tolerance: Double) -> Bool {
        guard isFitting(inputs, outputs), let slack = DecimalNumber(exactly: tolerance) else { return false }
        let isInside = { (half: HalfSpace, point: [Double]) in half.excess(at: point).map { $0 <= slack } ?? false }
        return regions.contains { region in
            zip(region.box, inputs).allSatisfy { $0.widened(by: slack).contains($1) }
                && region.inputForms.allSatisfy { isInside($0, inputs) }
                && region.outputs.contains { $0.allSatisfy { isInside($0, outputs) } }
        }
    }

    private func isFitting(_ inputs: [Double], _ outputs: [Double]) -> Bool {
        inputs.count == inputCount && outputs.count == outputCount
            && inputs.allSatisfy(\.isFinite) && outputs.allSatisfy(\.isFinite)
    }
}

extension Interval {
    fileprivate func widened(by slack: DecimalNumber) -> Interval {
        Interval(lower: lower.map { $0 - slack }, upper: upper.map { $0 + slack })
    }
}
