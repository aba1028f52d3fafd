import Networks
import Questions
import SuiteFiles

extension MethodCall {
    /// What the call's own options leave of a budget.
    fileprivate func ownLimit(within budget: Budget) -> Budget {
        var limit = budget
        if case .number(let seconds)? = options[Self.timeOption] {
            limit.perQuerySeconds = min(limit.perQuerySeconds, seconds)
        }
        if case .integer(let mebibytes)? = options[Self.memoryOption], mebibytes < limit.memoryBytes >> 20 {
            limit.memoryBytes = mebibytes << 20
        }
        return limit
    }
}

extension Suite {
    /// Everything but the sample that an outcome of `method` depends on. Plain classification is always about the true
    /// label and the sample alone: that a network agrees with itself is no news.
    ///
    /// - Parameters:
    ///   - size: of the set; the largest to be asked about where the minimum distortion is.
    ///   - limit: of the instances of a table, which no method exceeds.
    func configuration(
        of method: SuiteMethod, _ descriptor: MethodDescriptor, network: NetworkIdentity, size: Double,
        limit: InstanceLimit? = nil
    ) -> Configuration {
        var (call, budget) = (method.call, method.budget)
        if let limit {
            budget = limit.restricting(budget)
            call = call.granting(call.ownLimit(within: budget), describedBy: descriptor)
        }
        let isPoint = descriptor.claim == .classification
        let norm = isPoint ? norm : FamilyRegistry.standard[form.family.name]?.norm ?? norm
        return Configuration(
            network: network.digest,
            perturbation: PerturbationSet(norm: norm, epsilon: isPoint ? 0 : size, domain: domain),
            method: call,
            revision: descriptor.revision(
                for: norm, keepsFirstAnalysis: network.keepsFirstAnalysis,
                isGiven: form.family.name == GivenFamily.descriptor.name),
            reference: isPoint ? .label : reference, measure: measure, budget: budget,
            form: isPoint ? .plain : form)
    }

    /// The largest size that a minimum distortion is sought below.
    ///
    /// - Parameter count: pixels of an image.
    func largestSize(count: Int) -> Double {
        (try? FamilyRegistry.standard.make(form.family))?.largestSize(norm: norm, domain: domain, count: count)
            ?? norm.diameter(of: domain, count: count)
    }
}
