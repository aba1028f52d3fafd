import Foundation
import NetworkFiles
import Questions

extension TrainedNetwork {
    /// Writes the network with its recipe, the hash of its data, and what was measured of it.
    public func write(
        to path: String, recipe: Recipe, recipeText: String, dataDigest: Digest, errors: MeasuredErrors?
    ) throws(NetworkFileFault) {
        var texts = [
            "name": recipe.name,
            "recipe": recipeText,
            "data-sha256": dataDigest.description,
            "training-seconds": String(Int(seconds.rounded())),
        ]
        if let errors {
            let norm = errors.norm.map { ", norm = \($0.rawValue)" } ?? ""
            texts["measured-on"] = "\(errors.data), n = \(errors.images), epsilon = \(errors.epsilon)\(norm)"
            texts["clean-errors"] = String(errors.clean)
            texts["pgd-errors"] = String(errors.pgd)
            texts["lp-greedy-errors"] = String(errors.lpGreedy)
        }
        try NetworkFile.write(network, to: path, metadata: texts, precision: recipe.precision ?? .single)
    }
}
