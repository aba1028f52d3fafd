import Datasets
import Networks
import Questions

/// What a suite's networks turned out to be once loaded.
public struct NetworkFacts: Sendable, Hashable {
    public var layers: Set<LayerKind>
    /// Shape of the image that it takes.
    public var inputShape: TensorShape
    /// Number of logits.
    public var classCount: Int
    /// Number of layers of ReLUs; `nil` where it was not asked for.
    public var hiddenLayers: Int?

    public init(layers: Set<LayerKind>, inputShape: TensorShape, classCount: Int, hiddenLayers: Int? = nil) {
        self.layers = layers
        self.hiddenLayers = hiddenLayers
        self.inputShape = inputShape
        self.classCount = classCount
    }

    public init(_ network: Network) {
        self.init(
            layers: network.layerKinds, inputShape: network.inputShape, classCount: network.classCount,
            hiddenLayers: network.nodes.count { $0.operation.kind == .relu })
    }
}

/// What a suite's dataset turned out to be once loaded.
public struct DatasetFacts: Sendable {
    /// Images in the split.
    public var count: Int
    /// Extents of one image.
    public var shape: [Int]
    /// The largest label.
    public var largestLabel: Int
    /// A pixel outside the suite's input domain, if there is one.
    public var strayPixel: StrayPixel?
    /// Images by true label.
    public var classSizes: [Int: Int]

    public init(
        count: Int, shape: [Int], largestLabel: Int, strayPixel: StrayPixel? = nil, classSizes: [Int: Int] = [:]
    ) {
        self.count = count
        self.shape = shape
        self.largestLabel = largestLabel
        self.strayPixel = strayPixel
        self.classSizes = classSizes
    }

    /// - Parameter domain: where the pixels must lie; `nil` is anywhere.
    public init(_ dataset: Dataset, domain: InputDomain?) {
        self.init(
            count: dataset.count, shape: dataset.shape, largestLabel: dataset.labels.max() ?? 0,
            strayPixel: dataset.firstPixel(outside: domain),
            classSizes: Dictionary(grouping: dataset.labels) { $0 }.mapValues(\.count))
    }
}
