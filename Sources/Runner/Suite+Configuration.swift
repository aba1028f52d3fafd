import Networks
import Robustness
import SuiteFiles

extension Suite {
    /// Everything but the sample that an outcome of `method` depends on.
    func configuration(
        of method: SuiteMethod, _ descriptor: MethodDescriptor, network: NetworkIdentity, epsilon: Double
    ) -> Configuration {
        Configuration(
            network: network.digest, perturbation: PerturbationSet(norm: norm, epsilon: epsilon, domain: domain),
            method: method.call,
            revision: descriptor.revision(for: norm, keepsFirstAnalysis: network.keepsFirstAnalysis),
            reference: reference, measure: measure, budget: budget)
    }
}
