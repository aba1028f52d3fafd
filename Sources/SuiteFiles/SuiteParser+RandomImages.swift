import Datasets
import Questions
import Yams

/// Reading images that are drawn: `{ name: random, shape: [3, 32, 32], seed: 1, count: 10 }`. Recipes have none, for there is
/// nothing to learn from them.
extension SuiteParser {
    static var randomImageKeys: [String] { ["name", "shape", "seed", "count"] }

    /// The most pixels that all images may have together.
    private static var largestCount: Double { 0x1p28 }

    /// Whether a dataset is of drawn images, and so has their keys.
    func isOfRandomImages(_ node: Node) -> Bool {
        guard case .mapping(let mapping) = node else { return false }
        return mapping.contains { scalar($0.key) == "name" && scalar($0.value) == RandomImages.name }
    }

    func randomImages(in fields: Fields) -> RandomImages? {
        let hint = "{ name: random, shape: [3, 32, 32], seed: 1, count: 10 }"
        let shape = required("shape", in: fields, hint: hint).flatMap { inputShape($0, "shape") }
        let seed = required("seed", in: fields, hint: hint).flatMap { integer($0, "seed", in: 0...Int.max) }
        let count = required("count", in: fields, hint: hint).flatMap { integer($0, "count", in: 1...1_000_000) }
        guard let shape, let seed, let count else { return nil }
        guard shape.extents.reduce(Double(count), { $0 * Double($1) }) <= Self.largestCount else {
            fault("\(count) images of \(shape) are too many to keep in memory", at: fields.place)
            return nil
        }
        return RandomImages(shape: shape.extents, seed: UInt64(seed), count: count)
    }

    /// What must not be asked of images that have no true class.
    ///
    /// - Parameter place: of the suite's `reference`, if it has one.
    func checkReference(
        of dataset: ParsedDataset?, _ reference: ReferenceLabel?, at place: SuitePlace?, _ methods: [ParsedMethod]
    ) {
        guard let dataset, dataset.reference.random != nil else { return }
        if reference != .prediction {
            fault(
                "random images have no true class", at: place ?? dataset.place,
                hint: "reference: prediction asks about the class that the network predicts")
        }
        for method in methods where method.descriptor.claim == .classification {
            fault("\(method.id) counts wrong classes, and random images have no true class", at: method.place)
        }
    }
}
