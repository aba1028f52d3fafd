import Datasets
import SuiteFiles
import Yams

/// Reading which images. Files of images of one's own are looked for when they are read, so that where they lie is no
/// part of a recipe.
extension RecipeParser {
    /// What is trained on: a dataset, and a range of it.
    func data(_ node: Node) -> (reference: DatasetReference, from: Int, count: Int?)? {
        guard let fields = fields(of: node, what: "data", keys: Self.datasetKeys + ["from", "count"]) else {
            return nil
        }
        let reference = dataset(in: fields, split: "train", search: nil)
        let from = fields["from"].flatMap { integer($0.value, "from", in: 0...Int.max) }
        let count = fields["count"].flatMap { integer($0.value, "count", in: 1...Int.max) }
        return reference.map { ($0, from ?? 0, count) }
    }

    func measure(_ node: Node) -> Recipe.Measure? {
        guard let fields = fields(of: node, what: "measure", keys: Self.datasetKeys + ["epsilon", "norm"]) else {
            return nil
        }
        let reference = dataset(in: fields, split: "test", search: nil)
        let epsilon = required("epsilon", in: fields, hint: "epsilon: 0.1")
            .flatMap { number($0, "epsilon", in: 0...1) }
        let norm = norm(fields)
        guard let reference, let epsilon else { return nil }
        return Recipe.Measure(data: reference, epsilon: epsilon, norm: norm)
    }
}
