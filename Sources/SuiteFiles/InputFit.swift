import Datasets
import Networks
import Questions

/// Why images and a network do not go together, in words.
public struct InputMisfit: Sendable, Hashable, CustomStringConvertible {
    public var message: String
    public var hint: String?

    public var description: String { hint.map { "\(message); \($0)" } ?? message }
}

/// Whether images are what a network takes: in shape, classes and range of pixels.
public enum InputFit {
    /// Everything that does not fit, once both are loaded.
    ///
    /// - Parameters:
    ///   - id: what messages call the network.
    ///   - dataset: what messages call the images.
    public static func misfits(
        of network: NetworkFacts, called id: String, _ facts: DatasetFacts, called dataset: String
    ) -> [InputMisfit] {
        var misfits = [InputMisfit]()
        if let misfit = shapeMisfit(network, id, facts.shape, dataset) { misfits.append(misfit) }
        if network.classCount < 2 {
            misfits.append(
                InputMisfit(
                    message: "\(id) has one output only: there is no other class to compare with",
                    hint: "two classes need two outputs; those of a single logit z are 0 and z"))
        } else if facts.largestLabel >= network.classCount {
            misfits.append(
                InputMisfit(
                    message:
                        "\(id) has \(network.classCount) classes, \(dataset) has labels up to \(facts.largestLabel)"
                ))
        }
        return misfits
    }

    /// The fault of images with a pixel outside `domain`.
    public static func domainMisfit(_ pixel: StrayPixel, _ domain: InputDomain, called dataset: String) -> InputMisfit {
        let range = "[\(OptionValue.number(domain.lower)), \(OptionValue.number(domain.upper))]"
        return InputMisfit(
            message:
                "\(dataset): pixel \(pixel.pixel) of image \(pixel.image) is \(Double(pixel.value)), outside the input domain "
                + range,
            hint:
                "bytes kept as numbers need pixels: { scale: 1/255 }; images that were normalised must be kept as they were "
                + "before, with normalise: { mean: …, deviation: … } in the network's architecture; another range is "
                + "named by input-domain")
    }

    /// Shapes fit if they are equal but for extents of 1, or if a network of plain vectors gets as many numbers. An image
    /// of several channels is never made from a vector, nor a vector from one whose channels come last: in which order it was
    /// flattened is unknown.
    private static func shapeMisfit(
        _ network: NetworkFacts, _ id: String, _ image: [Int], _ dataset: String
    ) -> InputMisfit? {
        let wanted = network.inputShape.extents
        let wantedCore = wanted.filter { $0 != 1 }
        let core = image.filter { $0 != 1 }
        if wantedCore == core { return nil }
        let text = TensorShape(image).description
        let count = image.reduce(1, *)
        guard count == network.inputShape.count else {
            return InputMisfit(
                message: "\(id) takes \(countText(network.inputShape)), an image of \(dataset) has "
                    + countText(TensorShape(image)), hint: "choose the dataset that the network was trained on")
        }
        if wantedCore.count <= 1 {
            guard core.count == 3, core[2] <= 4, core[0] > core[2] else { return nil }
            return InputMisfit(
                message: "\(id) takes \(countText(network.inputShape)), an image of \(dataset) has \(text), "
                    + "channels last",
                hint: "reshape the images to N×\(count) in the order in which the network was trained")
        }
        let message = "\(id) takes \(network.inputShape), an image of \(dataset) has \(text)"
        if wanted.count == 3, image == [wanted[1], wanted[2], wanted[0]] {
            return InputMisfit(message: message, hint: "channels last? transpose the images to N×\(network.inputShape)")
        }
        if core.count <= 1 {
            if wanted.count == 3, wanted[0] == 1 { return nil }
            return InputMisfit(
                message: message,
                hint: "in which order were they flattened? reshape the images to N×\(network.inputShape)")
        }
        return InputMisfit(message: message, hint: "bring the images into the shape N×\(network.inputShape)")
    }

    /// `784 inputs`, or `3×32×32 = 3072 inputs`.
    private static func countText(_ shape: TensorShape) -> String {
        shape.extents.count == 1 ? "\(shape.count) inputs" : "\(shape) = \(shape.count) inputs"
    }
}
