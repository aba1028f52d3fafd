import Datasets
import Yams

/// Reading which dataset: the keys that suites and recipes share.
extension YAMLForms {
    package static var datasetKeys: [String] { ["name", "split", "images", "labels", "pixels", "classes"] }

    /// The dataset that `fields` names.
    ///
    /// - Parameters:
    ///   - split: the one that is meant where none is named.
    ///   - search: where the files of images of one's own must be; `nil` keeps their names as written, to be looked for
    ///     when the images are read.
    package func dataset(in fields: Fields, split standard: String, search: FileSearch?) -> DatasetReference? {
        let name = required("name", in: fields, hint: "known: \(list(DatasetLocator.knownNames))")
            .flatMap { identifier($0, "name") }
        let split = fields["split"].map { identifier($0.value, "split") } ?? standard
        let images = fields["images"].flatMap { file($0.value, "images", search) }
        let labels = fields["labels"].flatMap { file($0.value, "labels", search) }
        for (present, absent) in [("images", "labels"), ("labels", "images")] {
            guard let field = fields[present], fields[absent] == nil else { continue }
            fault(
                "\(present) without \(absent)", at: field.keyPlace,
                hint: "images of one's own need both: images: x.npy, labels: y.npy")
        }
        if let name, fields["images"] == nil, fields["labels"] == nil {
            checkKnown(name, at: fields["name"]?.value, split: split, at: fields["split"]?.value)
        }
        let pixels = fields["pixels"].map { storedPixels($0, hasImages: fields["images"] != nil) }
        let classes = fields["classes"].flatMap { classGroups($0.value) }
        guard let name, let split else { return nil }
        return DatasetReference(
            name: name, split: split, images: images, labels: labels, pixelScale: pixels?.scale,
            pixelLayout: pixels?.layout, classes: classes)
    }

    /// `{ scale: 1/255, layout: hwc }`. The layout that is meant where none is named is `nil`, named or not.
    private func storedPixels(_ field: Field, hasImages: Bool) -> (scale: Double?, layout: PixelLayout?) {
        guard let fields = fields(of: field.value, what: "pixels", keys: ["scale", "layout"]) else { return (nil, nil) }
        if fields["scale"] == nil, fields["layout"] == nil {
            fault("pixels says nothing", at: field.value, hint: "pixels: { scale: 1/255 } or { layout: hwc }")
        } else if !hasImages {
            fault(
                "pixels says something only of images of one's own", at: field.keyPlace,
                hint: "the pixels of a known dataset are in [0, 1] and channels first already")
        }
        let layout = fields["layout"].flatMap { choice($0.value, "layout", as: PixelLayout.self) }
        return (fields["scale"].flatMap { pixelScale($0.value) }, layout == .chw ? nil : layout)
    }

    private func pixelScale(_ node: Node) -> Double? {
        guard let scale = number(node, "scale") else { return nil }
        if scale > 0 { return scale }
        fault("scale must be more than 0, found \(scale)", at: node)
        return nil
    }

    private func checkKnown(_ name: String, at nameNode: Node?, split: String?, at splitNode: Node?) {
        let known = DatasetLocator.knownNames
        if let nameNode, !known.contains(name) {
            let match = Spelling.closest(to: name, among: known).map { "did you mean \"\($0)\"?" }
            fault(
                "no dataset is called \"\(name)\"", at: nameNode,
                hint: match ?? "known: \(list(known)); for images of one's own give images: and labels:")
        }
        let splits = DatasetLocator.splits(of: name)
        guard let split, !splits.isEmpty, !splits.contains(split), let place = splitNode ?? nameNode else { return }
        fault("\(name) has no split \"\(split)\"", at: place, hint: "its splits: \(list(splits))")
    }

    /// The place of a file that must exist, absolute; its name where there is no search.
    func file(_ node: Node, _ name: String, _ search: FileSearch?) -> String? {
        guard let text = text(node, name) else { return nil }
        guard let search else { return text }
        if let found = search.locate(text) { return found }
        let looked = text.hasPrefix("/") || text.hasPrefix("~") ? [] : search.folders
        fault(
            "\(name): there is no file \"\(text)\"", at: node,
            hint: looked.isEmpty ? nil : "looked in \(looked.joined(separator: ", "))")
        return nil
    }
}
