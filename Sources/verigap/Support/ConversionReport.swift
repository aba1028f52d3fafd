import NetworkFiles
import Networks
import Questions

/// What `verigap convert` says.
package struct ConversionReport: Encodable, Sendable {
    package var input: String
    package var format: String
    package var output: String
    package var bytes: Int
    /// Of the network that was read.
    package var digest: String
    /// Of the network that the new file gives.
    package var outputDigest: String
    /// Whether the two are the same: layer by layer, weight by weight.
    package var isSame: Bool
    package var inputShape: [Int]
    package var outputShape: [Int]
    package var layers: Int
    package var parameters: Int
    package var notes: [String]

    package init(
        _ path: String, _ read: ReadNetwork, to output: String, size: Int, back: Digest, notes: [String]
    ) {
        input = path
        format = read.format.rawValue
        self.output = output
        bytes = size
        digest = read.network.digest.description
        outputDigest = back.description
        isSame = digest == outputDigest
        inputShape = read.inputShape
        outputShape = read.outputShape
        layers = read.network.nodes.count - 1
        parameters = read.network.parameterCount
        self.notes = notes
    }

    package var text: String {
        func shape(_ extents: [Int]) -> String { extents.isEmpty ? "1" : TensorShape(extents).description }
        let rows = [
            ["from", "\(input) (\(format))"], ["to", "\(output) (\(TextFormat.bytes(bytes)))"],
            ["shapes", "\(shape(inputShape)) → \(shape(outputShape))"],
            ["size", "\(Wording.counted(layers, "layer")), \(Wording.counted(parameters, "parameter"))"],
            [
                "network",
                "\(digest.prefix(12)), \(isSame ? "the same in the new file" : "other layers in the new file")",
            ],
        ]
        return ([TextFormat.columns(rows)] + notes.map { "note: \($0)" }).joined(separator: "\n")
    }
}
