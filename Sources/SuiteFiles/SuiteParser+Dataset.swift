import Datasets
import Yams

/// The images of a suite.
struct ParsedDataset {
    var reference: DatasetReference
    var samples: SampleSelection
    var place: SuitePlace
}

extension SuiteParser {
    func dataset(_ node: Node) -> ParsedDataset? {
        let isRandom = isOfRandomImages(node)
        let keys = isRandom ? Self.randomImageKeys : Self.datasetKeys
        guard let fields = fields(of: node, what: "the dataset", keys: keys + ["samples"]) else { return nil }
        let reference =
            isRandom
            ? randomImages(in: fields).map { DatasetReference($0) } : dataset(in: fields, split: "test", search: search)
        let samples = fields["samples"].map { selection($0.value, "samples") } ?? .all
        guard let reference, let samples else { return nil }
        return ParsedDataset(reference: reference, samples: samples, place: fields.place)
    }

    /// The place of a file that must exist, absolute.
    func file(_ node: Node, _ name: String) -> String? { file(node, name, search) }
}
