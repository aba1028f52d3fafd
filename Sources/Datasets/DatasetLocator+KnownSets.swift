import DataFormats
import Foundation
import Questions

extension DatasetLocator {
    func loadIDX(_ known: KnownDataset, _ split: String) throws(DatasetFault) -> Dataset {
        let files = KnownDataset.idxFiles(split: split)
        for folder in folders(of: known) {
            guard let imagesPath = file(files.images, in: folder.path),
                let labelsPath = file(files.labels, in: folder.path)
            else { continue }
            let labelBytes = try bytes(labelsPath)
            if let owner = KnownDataset.labelOwners[Digest(of: labelBytes)], owner != known.name {
                throw .mismatch(file: labelsPath, message: "this is a file of \(owner), not of \(known.name)")
            }
            let whole = try loadIDX(imagesPath, labelBytes, labelsPath, name: known.name, split: split)
            return split == "holdout" ? try holdout(of: whole, imagesPath) : whole
        }
        throw notFound(known, split, "\(files.images)[.gz] and \(files.labels)[.gz]")
    }

    /// Images and labels of the IDX format; `labelBytes` are unpacked.
    func loadIDX(
        _ imagesPath: String, _ labelBytes: [UInt8], _ labelsPath: String, name: String, split: String
    ) throws(DatasetFault) -> Dataset {
        let imageBytes = try bytes(imagesPath)
        let content = try parsed(imagesPath) { () throws(FormatFault) in try IDXFile.images(imageBytes) }
        let labels = try parsed(labelsPath) { () throws(FormatFault) in try IDXFile.labels(labelBytes) }
        try requireSameCount(images: content.count, imagesPath, labels: labels.count, labelsPath)
        return Dataset(
            name: name, split: split, shape: [1, content.rows, content.columns], labels: labels, pixels: content.pixels)
    }

    /// The images at the beginning of MNIST's training set that no recipe trains on.
    private func holdout(of train: Dataset, _ path: String) throws(DatasetFault) -> Dataset {
        let count = KnownDataset.holdoutCount
        guard train.count > count else {
            throw .mismatch(file: path, message: "\(train.count) images, the holdout alone has \(count)")
        }
        return Dataset(
            name: train.name, split: train.split, shape: train.shape, labels: Array(train.labels[..<count]),
            pixels: Array(train.pixels[..<(count * train.shape.reduce(1, *))]))
    }

    /// The whole split if it is anywhere on the path, else a file `test_first<N>.bin` with its first N images.
    func loadCIFAR(_ known: KnownDataset, _ split: String) throws(DatasetFault) -> Dataset {
        let names = split == "train" ? (1...5).map { "data_batch_\($0).bin" } : ["test_batch.bin"]
        for folder in folders(of: known) {
            let paths = names.compactMap { file($0, in: folder.path) }
            guard paths.count == names.count else { continue }
            return try cifar(known, split, paths.map { ($0, 10_000) })
        }
        if split == "test" {
            for folder in folders(of: known) {
                guard let partial = partialTestFile(in: folder.path) else { continue }
                return try cifar(known, split, [partial])
            }
        }
        throw notFound(known, split, names.map { $0 + "[.gz]" }.joined(separator: ", "))
    }

    private func cifar(
        _ known: KnownDataset, _ split: String, _ files: [(path: String, count: Int)]
    ) throws(DatasetFault) -> Dataset {
        var labels = [Int]()
        var pixels = [Float]()
        for file in files {
            let content = try bytes(file.path)
            let part = try parsed(file.path) { () throws(FormatFault) in
                try CIFARFile.parse(content, expected: file.count)
            }
            labels += part.labels
            pixels += part.pixels
        }
        return Dataset(name: known.name, split: split, shape: [3, 32, 32], labels: labels, pixels: pixels)
    }

    /// `test_first1000.bin`, say: the file with the most images.
    private func partialTestFile(in folder: String) -> (path: String, count: Int)? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let files = names.compactMap { name -> (path: String, count: Int)? in
            guard let match = name.wholeMatch(of: /test_first([0-9]+)\.bin(\.gz)?/), let count = Int(match.1) else {
                return nil
            }
            return (folder + "/" + name, count)
        }
        return files.max { ($0.count, $1.path) < ($1.count, $0.path) }
    }

    /// The folders to look in, with a word on where each comes from.
    func folders(of known: KnownDataset) -> [(path: String, origin: String)] {
        roots.flatMap { root in
            let nested = known.folders.map { (path: root.path + "/" + $0, origin: root.origin) }
            return root.holdsFiles ? nested + [(path: root.path, origin: root.origin)] : nested
        }
    }

    func file(_ name: String, in folder: String) -> String? {
        KnownDataset.spellings(name).map { folder + "/" + $0 }.first { FileManager.default.fileExists(atPath: $0) }
    }

    private func notFound(_ known: KnownDataset, _ split: String, _ files: String) -> DatasetFault {
        let looked = folders(of: known).map { folder in
            let exists = FileManager.default.fileExists(atPath: folder.path)
            return "\(folder.path) (\(folder.origin)\(exists ? "" : "; no such folder"))"
        }
        var ways = [
            "verigap fetch \(known.name)",
            "put the files into a folder \(known.folders[0])/ and name its parent with --data-dir or $VERIGAP_DATA",
        ]
        ways.append(
            known.name == "fashion-mnist"
                ? "apt-get install dataset-fashion-mnist"
                : "on Debian, fashion-mnist comes as the package dataset-fashion-mnist; \(known.name) has no package")
        return .notFound(what: "\(known.name) \(split) (\(files))", looked: looked, ways: ways)
    }
}
