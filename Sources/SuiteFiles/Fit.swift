import Datasets
import Networks
import Questions

/// Whether a network, images and methods go together, once all are loaded. Suites and every command that loads a network
/// or images ask here, so that they refuse the same in the same words.
public enum Fit {
    /// Everything that does not fit.
    ///
    /// - Parameters:
    ///   - id: what messages call the network.
    ///   - dataset: what messages call the images.
    ///   - domain: where the pixels must lie; `nil` is unbounded.
    ///   - methods: that are asked about the network.
    public static func misfits(
        of network: NetworkFacts, called id: String, _ images: DatasetFacts, called dataset: String,
        domain: InputDomain?, methods: [MethodDescriptor] = []
    ) -> [Misfit] {
        misfits(of: network, called: id, images, called: dataset)
            + [misfit(of: images, called: dataset, domain: domain)].compactMap(\.self)
            + methods.compactMap { misfit(of: $0, network, called: id) }
    }

    /// Why `network` cannot take `images`: their shape, or labels that it has no class for.
    public static func misfits(
        of network: NetworkFacts, called id: String, _ images: DatasetFacts, called dataset: String
    ) -> [Misfit] {
        [shapeMisfit(network, id, images.shape, dataset), classMisfit(network, id, images, dataset)]
            .compactMap(\.self)
    }

    /// Why `method` cannot be asked about `network`: layers that it does not handle.
    public static func misfit(
        of method: MethodDescriptor, _ network: NetworkFacts, called id: String
    ) -> Misfit? {
        let foreign = LayerKind.allCases.filter { network.layers.contains($0) && !method.layers.contains($0) }
        guard !foreign.isEmpty else { return depthMisfit(of: method, network, called: id) }
        return Misfit(
            message: "\(method.name) cannot handle \(foreign.map(\.rawValue).joined(separator: ", ")), which \(id) has",
            hint: "ask another method about \(id): verigap methods says what each is not for")
    }

    /// Why `method` cannot be asked about `network`: it has too many or too few layers of ReLUs.
    private static func depthMisfit(
        of method: MethodDescriptor, _ network: NetworkFacts, called id: String
    ) -> Misfit? {
        guard let range = method.hiddenLayers, let count = network.hiddenLayers, !range.contains(count) else {
            return nil
        }
        let wanted = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        return Misfit(
            message: "\(method.name) cannot handle \(id), which has \(count) layers of ReLUs",
            hint: "it handles networks with \(wanted)")
    }

    /// The fault of images with a pixel outside `domain`; where it is unbounded, of one that is no finite number.
    ///
    /// - Parameter images: the facts as of `domain`.
    public static func misfit(of images: DatasetFacts, called dataset: String, domain: InputDomain?) -> Misfit? {
        guard let pixel = images.strayPixel else { return nil }
        let found = "\(dataset): pixel \(pixel.pixel) of image \(pixel.image) is \(Double(pixel.value))"
        guard let domain else { return Misfit(message: "\(found), no finite number") }
        let range = "[\(OptionValue.number(domain.lower)), \(OptionValue.number(domain.upper))]"
        return Misfit(
            message: "\(found), outside the input domain \(range)",
            hint:
                "bytes kept as numbers need pixels: { scale: 1/255 }; images that were normalised must be kept as they were "
                + "before, with normalise: { mean: …, deviation: … } in the network's architecture; another range is "
                + "named by input-domain")
    }

    private static func classMisfit(
        _ network: NetworkFacts, _ id: String, _ images: DatasetFacts, _ dataset: String
    ) -> Misfit? {
        if network.classCount < 2 {
            return Misfit(
                message: "\(id) has one output only: there is no other class to compare with",
                hint: "two classes need two outputs; those of a single logit z are 0 and z")
        }
        guard images.largestLabel >= network.classCount else { return nil }
        return Misfit(
            message: "\(id) has \(network.classCount) classes, \(dataset) has labels up to \(images.largestLabel)")
    }
}
