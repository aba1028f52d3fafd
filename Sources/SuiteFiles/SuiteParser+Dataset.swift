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
        let keys = ["name", "split", "samples", "images", "labels", "pixels"]
        guard let fields = fields(of: node, what: "the dataset", keys: keys) else { return nil }
        let name = required("name", in: fields, hint: "known: \(list(SuiteReader.knownDatasets))")
            .flatMap { identifier($0, "name") }
        var samples: SampleSelection? = SampleSelection.all
        if let field = fields["samples"] { samples = selection(field.value, "samples") }
        var split: String? = "test"
        if let field = fields["split"] { split = identifier(field.value, "split") }
        let images = fields["images"].flatMap { self.file($0.value, "images") }
        let labels = fields["labels"].flatMap { self.file($0.value, "labels") }
        for (present, absent) in [("images", "labels"), ("labels", "images")] {
            guard let field = fields[present], fields[absent] == nil else { continue }
            fault(
                "\(present) without \(absent)", at: field.keyPlace,
                hint: "images of one's own need both: images: x.npy, labels: y.npy")
        }
        if let name, fields["images"] == nil, fields["labels"] == nil {
            checkKnown(name, at: fields["name"]?.value, split: split, at: fields["split"]?.value)
        }
        let scale = fields["pixels"].flatMap { pixelScale($0, hasImages: fields["images"] != nil) }
        guard let name, let split, let samples else { return nil }
        return ParsedDataset(
            reference: DatasetReference(name: name, split: split, images: images, labels: labels, pixelScale: scale),
            samples: samples, place: fields.place)
    }

    /// `{ scale: 1/255 }`.
    private func pixelScale(_ field: Field, hasImages: Bool) -> Double? {
        guard let fields = fields(of: field.value, what: "pixels", keys: ["scale"]),
            let node = required("scale", in: fields, hint: "pixels: { scale: 1/255 }"),
            let scale = number(node, "scale")
        else { return nil }
        guard scale > 0 else {
            fault("scale must be more than 0, found \(scale)", at: node)
            return nil
        }
        if !hasImages {
            fault(
                "pixels are scaled only for images of one's own", at: field.keyPlace,
                hint: "the pixels of a known dataset are in [0, 1] already")
        }
        return scale
    }

    private func checkKnown(_ name: String, at nameNode: Node?, split: String?, at splitNode: Node?) {
        if let nameNode, !SuiteReader.knownDatasets.contains(name) {
            let known = SuiteReader.knownDatasets
            let match = Spelling.closest(to: name, among: known).map { "did you mean \"\($0)\"?" }
            fault(
                "no dataset is called \"\(name)\"", at: nameNode,
                hint: match ?? "known: \(list(known)); for images of one's own give images: and labels:")
        }
        let splits = DatasetLocator.splits(of: name)
        if let split, let splitNode, !splits.isEmpty, !splits.contains(split) {
            fault("\(name) has no split \"\(split)\"", at: splitNode, hint: "its splits: \(list(splits))")
        }
    }

    /// The place of a file that must exist, absolute.
    func file(_ node: Node, _ name: String) -> String? {
        guard let text = text(node, name) else { return nil }
        if let found = search.locate(text) { return found }
        let looked = text.hasPrefix("/") || text.hasPrefix("~") ? [] : search.folders
        fault(
            "\(name): there is no file \"\(text)\"", at: node,
            hint: looked.isEmpty ? nil : "looked in \(looked.joined(separator: ", "))")
        return nil
    }
}
