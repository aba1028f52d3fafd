import Questions
import SuiteFiles

extension NetworkFacts {
    /// Of the networks that have `architecture`, before one is trained.
    public init(_ architecture: TrainableArchitecture) {
        var layers = Set(architecture.layers.map { $0.geometry == nil ? LayerKind.linear : .conv2d })
        if layers.count > 1 { layers.insert(.flatten) }
        if architecture.layers.count > 1 { layers.insert(.relu) }
        self.init(
            layers: layers, inputShape: architecture.input,
            classCount: architecture.classCount, hiddenLayers: architecture.layers.count - 1)
    }
}
