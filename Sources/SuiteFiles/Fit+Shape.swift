import Networks

/// Whether images have the shape that a network takes.
extension Fit {
    /// Shapes fit if they are equal but for extents of 1, or if a network of plain vectors gets as many numbers. An image
    /// of several channels is never made from a vector, nor a vector from one whose channels come last: in which order it was
    /// flattened is unknown.
    static func shapeMisfit(
        _ network: NetworkFacts, _ id: String, _ image: [Int], _ dataset: String
    ) -> Misfit? {
        let wanted = network.inputShape.extents
        let wantedCore = wanted.filter { $0 != 1 }
        let core = image.filter { $0 != 1 }
        if wantedCore == core { return nil }
        let text = TensorShape(image).description
        let count = image.reduce(1, *)
        guard count == network.inputShape.count else {
            return Misfit(
                message: "\(id) takes \(countText(network.inputShape)), an image of \(dataset) has "
                    + countText(TensorShape(image)), hint: "choose the dataset that the network was trained on")
        }
        if wantedCore.count <= 1 {
            guard core.count == 3, core[2] <= 4, core[0] > core[2] else { return nil }
            return Misfit(
                message: "\(id) takes \(countText(network.inputShape)), an image of \(dataset) has \(text), "
                    + "channels last",
                hint:
                    "if the network was trained on channels first: \(channelsLastHint); otherwise reshape the images to "
                    + "N×\(count)")
        }
        let message = "\(id) takes \(network.inputShape), an image of \(dataset) has \(text)"
        if wanted.count == 3, image == [wanted[1], wanted[2], wanted[0]] {
            return Misfit(message: message, hint: "channels last? say so: \(channelsLastHint)")
        }
        if wanted.count == 3, image == [wanted[2], wanted[0], wanted[1]] {
            return Misfit(message: message, hint: "channels first? then leave the layout hwc out")
        }
        if core.count <= 1 {
            if wanted.count == 3, wanted[0] == 1 { return nil }
            return Misfit(
                message: message,
                hint: "in which order were they flattened? reshape the images to N×\(network.inputShape)")
        }
        return Misfit(message: message, hint: "bring the images into the shape N×\(network.inputShape)")
    }

    private static let channelsLastHint =
        "pixels: { layout: hwc } in a suite or a recipe, --pixel-layout hwc on the command line"

    /// `784 inputs`, or `3×32×32 = 3072 inputs`.
    private static func countText(_ shape: TensorShape) -> String {
        shape.extents.count == 1 ? "\(shape.count) inputs" : "\(shape) = \(shape.count) inputs"
    }
}
