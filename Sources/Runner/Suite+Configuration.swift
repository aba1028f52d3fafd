import Networks
import Questions
import SuiteFiles

extension Suite {
    /// Everything but the sample that an outcome of `method` depends on. Plain classification is always about the true
    /// label: that a network agrees with itself is no news.
    func configuration(
        of method: SuiteMethod, _ descriptor: MethodDescriptor, network: NetworkIdentity, epsilon: Double
    ) -> Configuration {
        let reference: ReferenceLabel = descriptor.claim == .classification ? .label : reference
        return Configuration(
            network: network.digest, perturbation: PerturbationSet(norm: norm, epsilon: epsilon, domain: domain),
            method: method.call,
            revision: descriptor.revision(for: norm, keepsFirstAnalysis: network.keepsFirstAnalysis),
            reference: reference, measure: measure, budget: budget)
    }
}
