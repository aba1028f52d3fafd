import DataFormats
import Foundation
import Questions

extension DatasetLocator {
    /// The names that `load` knows without files being named.
    public static var knownNames: [String] { KnownDataset.all.map(\.name) }

    /// The splits of a dataset that `load` knows by name; empty for any other.
    public static func splits(of name: String) -> [String] { KnownDataset.named(name)?.splits ?? [] }

    /// Finds a dataset and reads it.
    ///
    /// - Throws: `DatasetFault`; when nothing is found it lists every place and the ways to get the data.
    public func load(_ reference: DatasetReference) throws(DatasetFault) -> Dataset {
        let dataset = try loadWithOwnClasses(reference)
        guard let groups = reference.classes else { return dataset }
        return try dataset.joiningClasses(groups)
    }

    private func loadWithOwnClasses(_ reference: DatasetReference) throws(DatasetFault) -> Dataset {
        if let random = reference.random { return random.dataset() }
        if reference.images != nil || reference.labels != nil { return try loadOwnFiles(reference) }
        guard let known = KnownDataset.named(reference.name) else {
            throw .unknownDataset(name: reference.name, known: DatasetLocator.knownNames)
        }
        guard known.splits.contains(reference.split) else {
            throw .unknownSplit(dataset: known.name, split: reference.split, known: known.splits)
        }
        switch known.layout {
        case .idx: return try loadIDX(known, reference.split)
        case .cifar: return try loadCIFAR(known, reference.split)
        case .sample: return try loadSample(known, reference.split)
        }
    }

    private func loadOwnFiles(_ reference: DatasetReference) throws(DatasetFault) -> Dataset {
        guard let images = reference.images, let labels = reference.labels else {
            throw .mismatch(
                file: reference.images ?? reference.labels ?? reference.name,
                message: "images of your own need both: images: FILE.npy and labels: FILE.npy")
        }
        let imagesPath = try find(images)
        let labelsPath = try find(labels)
        let imageBytes = try bytes(imagesPath)
        let labelBytes = try bytes(labelsPath)
        let content = try parsed(imagesPath) { () throws(FormatFault) in
            try NumPyImages.images(
                imageBytes, scale: reference.pixelScale, layout: reference.pixelLayout ?? .chw)
        }
        let classes = try parsed(labelsPath) { () throws(FormatFault) in try NumPyImages.labels(labelBytes) }
        try requireSameCount(images: content.count, imagesPath, labels: classes.count, labelsPath)
        return Dataset(
            name: reference.name, split: reference.split, shape: content.shape, labels: classes, pixels: content.pixels)
    }

    private func find(_ name: String) throws(DatasetFault) -> String {
        guard let path = findFile(name) else {
            throw .notFound(
                what: name, looked: placesOfFile(name),
                ways: ["put the file into one of these places or use --data-dir"])
        }
        return path
    }

    func requireSameCount(
        images: Int, _ imagesPath: String, labels: Int, _ labelsPath: String
    ) throws(DatasetFault) {
        guard images == labels else {
            throw .mismatch(file: labelsPath, message: "\(labels) labels, but \(images) images in \(imagesPath)")
        }
    }

    /// The content of a file, unpacked when it is gzip-compressed.
    func bytes(_ path: String) throws(DatasetFault) -> [UInt8] {
        let result: Result<[UInt8], FormatFault>
        do { result = try FileBytes.readUnpacked(path) } catch { throw .unreadable(error) }
        switch result {
        case .success(let bytes): return bytes
        case .failure(let fault): throw .malformed(file: path, fault: fault)
        }
    }

    func parsed<Value>(_ path: String, _ parse: () throws(FormatFault) -> Value) throws(DatasetFault) -> Value {
        do { return try parse() } catch { throw .malformed(file: path, fault: error) }
    }
}
