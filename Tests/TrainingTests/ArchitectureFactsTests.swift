import SuiteFiles
import Testing
import Training

/// What is known of a network before it is trained is what it has once it is.
@Suite struct ArchitectureFactsTests {
    @Test(arguments: [
        TrainableArchitecture(pixels: 16, hidden: [5, 4], classes: 3),
        TrainableArchitecture(pixels: 16, hidden: [], classes: 10),
        .cnnSmall(channels: 3, height: 8, width: 8, classes: 10),
        .convolutional(channels: 1, height: 8, width: 8, kernels: [2], hidden: [], classes: 2),
    ])
    func factsAreThoseOfTheNetwork(_ architecture: TrainableArchitecture) throws {
        let network = try architecture.network([Float](repeating: 0, count: architecture.parameterCount))
        #expect(NetworkFacts(architecture) == NetworkFacts(network))
    }
}
