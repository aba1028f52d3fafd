import Robustness
import SuiteFiles

extension Suite {
    /// Everything but the sample that an outcome of `method` depends on.
    func configuration(
        of method: SuiteMethod, _ descriptor: MethodDescriptor, network: Digest, epsilon: Double
    ) -> Configuration {
        Configuration(
            network: network, perturbation: PerturbationSet(norm: norm, epsilon: epsilon, domain: domain),
            method: method.call, revision: descriptor.revision, reference: reference, measure: measure, budget: budget)
    }
}
