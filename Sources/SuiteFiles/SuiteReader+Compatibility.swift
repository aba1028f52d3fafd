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

    public init(layers: Set<LayerKind>, inputShape: TensorShape, classCount: Int) {
        self.layers = layers
        self.inputShape = inputShape
        self.classCount = classCount
    }

    public init(_ network: Network) {
        self.init(layers: network.layerKinds, inputShape: network.inputShape, classCount: network.classCount)
    }
}

/// What a suite's dataset turned out to be once loaded.
public struct DatasetFacts: Sendable, Hashable {
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

extension SuiteReader {
    /// What does not fit together once networks and images are loaded: methods and layers, networks and images,
    /// selected samples and the size of the split. Empty if all is well.
    ///
    /// - Parameters:
    ///   - networks: by id; those that did not load are left out.
    ///   - dataset: `nil` if it did not load.
    public static func compatibilityFaults(
        of document: SuiteDocument, catalog: MethodCatalog, networks: [String: NetworkFacts], dataset: DatasetFacts?
    ) -> [SuiteFault] {
        var faults = [SuiteFault]()
        for network in document.suite.networks {
            guard let facts = networks[network.id] else { continue }
            if let dataset { faults += mismatches(of: facts, named: network.id, dataset, document) }
            for method in document.suite.methods {
                guard let descriptor = catalog[method.call.name] else { continue }
                let foreign = LayerKind.allCases.filter { facts.layers.contains($0) && !descriptor.layers.contains($0) }
                guard !foreign.isEmpty else { continue }
                let layers = foreign.map(\.rawValue).joined(separator: ", ")
                faults.append(
                    document.fault(
                        "\(method.call.name) cannot handle \(layers), which \(network.id) has",
                        at: .method(method.id), hint: "drop the method, or put \(network.id) into a suite without it"))
            }
        }
        if let dataset { faults += selectionFaults(dataset, document) + strayPixels(dataset, document) }
        return faults
    }

    private static func mismatches(
        of facts: NetworkFacts, named id: String, _ dataset: DatasetFacts, _ document: SuiteDocument
    ) -> [SuiteFault] {
        InputFit.misfits(of: facts, called: id, dataset, called: document.suite.dataset.name).map {
            document.fault($0.message, at: .network(id), hint: $0.hint)
        }
    }

    private static func strayPixels(_ dataset: DatasetFacts, _ document: SuiteDocument) -> [SuiteFault] {
        guard let pixel = dataset.strayPixel, let domain = document.suite.domain else { return [] }
        let misfit = InputFit.domainMisfit(pixel, domain, called: document.suite.dataset.name)
        return [document.fault(misfit.message, at: .dataset, hint: misfit.hint)]
    }

    private static func selectionFaults(_ dataset: DatasetFacts, _ document: SuiteDocument) -> [SuiteFault] {
        let suite = document.suite
        let selections: [(SampleSelection, SuiteDocument.Part)] =
            [(suite.samples, .dataset)]
            + suite.methods.flatMap { method in
                ([method.samples].compactMap(\.self) + method.samplesOfNetworks.sorted { $0.key < $1.key }.map(\.value))
                    .map { ($0, .method(method.id)) }
            }
        return selections.compactMap { selection, part in
            let wanted: String
            switch selection {
            case .first(let n) where n > dataset.count: wanted = "the first \(n) images are asked for"
            case .random(let n, _) where n > dataset.count: wanted = "\(n) random images are asked for"
            case .perClass(let n, _):
                guard let small = dataset.classSizes.filter({ $0.value < n }).min(by: { $0.key < $1.key }) else {
                    return nil
                }
                return document.fault(
                    "\(n) images of each class are asked for, \(suite.dataset.name) \(suite.dataset.split) has "
                        + "\(small.value) of class \(small.key)", at: part,
                    hint: "ask for at most \(dataset.classSizes.values.min() ?? 0) of each")
            case .indices(let list):
                guard let outside = list.first(where: { $0 >= dataset.count }) else { return nil }
                wanted = "image \(outside) is asked for"
            default: return nil
            }
            return document.fault(
                "\(wanted), \(suite.dataset.name) \(suite.dataset.split) has \(dataset.count) images", at: part,
                hint: "positions count from 0")
        }
    }
}
