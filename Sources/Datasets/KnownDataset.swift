import Questions

/// A dataset that is known by name: in which sub-folders and under which file names it is looked for.
struct KnownDataset: Sendable {
    enum Layout: Sendable { case idx, cifar, sample }

    let name: String
    let layout: Layout
    /// Sub-folders of a search root, first to last.
    let folders: [String]
    let splits: [String]

    static let all = [
        KnownDataset(
            name: "mnist", layout: .idx, folders: ["mnist", "MNIST", "MNIST/raw"], splits: ["test", "train", "holdout"]),
        KnownDataset(
            name: "fashion-mnist", layout: .idx,
            folders: ["fashion-mnist", "fashion_mnist", "FashionMNIST", "FashionMNIST/raw"],
            splits: ["test", "train"]),
        KnownDataset(
            name: "cifar10", layout: .cifar, folders: ["cifar10", "cifar-10", "cifar-10-batches-bin"],
            splits: ["test", "train"]),
        KnownDataset(name: "mnist-sample", layout: .sample, folders: ["mnist-sample"], splits: ["test"]),
    ]

    /// The split `holdout` of MNIST: that many images from the beginning of `train`, never trained on by any recipe of this
    /// repository. The embedded sample is taken from them.
    static let holdoutCount = 5848

    static func named(_ name: String) -> KnownDataset? { all.first { $0.name == name } }

    /// Every spelling of a file: raw or gzip, and with a dot where some unpackers put one.
    static func spellings(_ file: String) -> [String] {
        let dotted = file.replacing("-idx", with: ".idx")
        return (dotted == file ? [file] : [file, dotted]).flatMap { [$0, $0 + ".gz"] }
    }

    /// The two IDX files of the embedded sample.
    static let sampleFiles = (images: "mnist-sample-images-idx3-ubyte", labels: "mnist-sample-labels-idx1-ubyte")

    /// The two IDX files of a split.
    static func idxFiles(split: String) -> (images: String, labels: String) {
        let stem = split == "test" ? "t10k" : "train"
        return ("\(stem)-images-idx3-ubyte", "\(stem)-labels-idx1-ubyte")
    }

    /// SHA-256 of the unpacked label files: MNIST and Fashion-MNIST have the same file names, and one must never
    /// pass for the other.
    static let labelOwners: [Digest: String] = {
        let table = [
            ("mnist", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            ("mnist", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            ("fashion-mnist", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
            ("fashion-mnist", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
        ]
        var owners = [Digest: String]()
        for (name, hash) in table {
            if let digest = Digest(hexadecimal: hash) { owners[digest] = name }
        }
        return owners
    }()
}
