import Questions

/// A file on a public mirror, pinned by its content.
public struct RemoteFile: Sendable, Hashable {
    public var url: String
    public var sha256: Digest
    /// Name in the cache folder.
    public var fileName: String
    /// Whether it is a gzip-compressed tar archive whose `.bin` files are laid beside it.
    public var isArchive: Bool

    public init(url: String, sha256: Digest, fileName: String, isArchive: Bool = false) {
        self.url = url
        self.sha256 = sha256
        self.fileName = fileName
        self.isArchive = isArchive
    }
}

/// A dataset that can be fetched: its files go to a sub-folder of the cache.
public struct FetchableDataset: Sendable, Hashable {
    public var name: String
    public var files: [RemoteFile]

    public init(name: String, files: [RemoteFile]) {
        self.name = name
        self.files = files
    }

    /// Everything that `verigap fetch` knows.
    public static let all: [FetchableDataset] = [
        FetchableDataset(
            name: "mnist",
            files: pinned(
                "https://ossci-datasets.s3.amazonaws.com/mnist/",
                [
                    ("train-images-idx3-ubyte.gz", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                    ("train-labels-idx1-ubyte.gz", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                    ("t10k-images-idx3-ubyte.gz", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                    ("t10k-labels-idx1-ubyte.gz", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
                ])),
        FetchableDataset(
            name: "fashion-mnist",
            files: pinned(
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                [
                    ("train-images-idx3-ubyte.gz", "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                    ("train-labels-idx1-ubyte.gz", "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                    ("t10k-images-idx3-ubyte.gz", "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                    ("t10k-labels-idx1-ubyte.gz", "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
                ])),
        FetchableDataset(
            name: "cifar10",
            files: pinned(
                "https://www.cs.toronto.edu/~kriz/",
                [("cifar-10-binary.tar.gz", "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")],
                isArchive: true)),
    ]

    private static func pinned(
        _ base: String, _ files: [(name: String, hash: String)], isArchive: Bool = false
    ) -> [RemoteFile] {
        files.map { file in
            guard let digest = Digest(hexadecimal: file.hash) else {
                preconditionFailure("the pinned hash of \(file.name) is not 64 hexadecimal digits")
            }
            return RemoteFile(url: base + file.name, sha256: digest, fileName: file.name, isArchive: isArchive)
        }
    }
}
