import DataFormats
import Datasets
import Foundation
import Testing

/// Digests and labels computed independently with NumPy.
@Suite struct PublishedDataTests {
    private var locator: DatasetLocator {
        DatasetLocator(
            dataDirectory: (Fixture.shared ?? "") + "/data", environment: [:], workingDirectory: "/none/here",
            systemDirectory: "/usr/share/datasets")
    }

    @Test(.enabled(if: Fixture.shared != nil, "needs ../shared")) func mnistTestImages() throws {
        let mnist = try locator.load(DatasetReference(name: "mnist"))
        #expect(mnist.count == 10_000)
        #expect(mnist.shape == [1, 28, 28])
        #expect(mnist.labels.prefix(5) == [7, 2, 1, 0, 4])
        #expect("\(mnist.digest)" == "8ff7e3a5a360e58f5a99ad1075d148ed0e7089f224e97941100e239f12f2fcc9")
    }

    @Test(.enabled(if: Fixture.shared != nil, "needs ../shared")) func cifarTestImages() throws {
        let cifar = try locator.load(DatasetReference(name: "cifar10"))
        #expect(cifar.count == 1000)
        #expect(cifar.labels.prefix(5) == [3, 8, 8, 0, 6])
        #expect("\(cifar.digest)" == "68fadabad8ac80153802f89450aa262cf138d1e0c9039128f502233c8d74b2ba")
    }

    @Test(.enabled(if: Fixture.shared != nil, "needs ../shared")) func tenImagesAreMNISTTestImages() throws {
        let mnist = try locator.load(DatasetReference(name: "mnist"))
        let path = try #require(locator.findFile("salman2019/experiment_2/ten_test_images.npy"))
        let ten = try NumPyArray(parsing: try FileBytes.read(path)).floats
        for (position, index) in [5845, 6139, 124, 3368, 1263, 313, 8491, 6341, 1759, 4432].enumerated() {
            #expect(mnist.sample(index).pixels == Array(ten[position * 784..<(position + 1) * 784]))
        }
    }

    @Test(.enabled(if: Fixture.shared != nil, "needs ../shared")) func mnistNeverPassesForFashion() async throws {
        let data = try #require(Fixture.shared) + "/data/mnist"
        try await Fixture.withFolder { folder in
            for name in ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"] {
                try FileManager.default.copyItem(atPath: "\(data)/\(name)", toPath: "\(folder)/\(name)")
            }
            let locator = DatasetLocator(dataDirectory: folder, environment: [:], workingDirectory: "/none/here")
            let fault = #expect(throws: DatasetFault.self) {
                try locator.load(DatasetReference(name: "fashion-mnist"))
            }
            #expect(fault?.description.contains("a file of mnist, not of fashion-mnist") == true)
        }
    }

    static let debian = "/usr/share/datasets/fashion-mnist"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: debian), "needs dataset-fashion-mnist"))
    func fashionTestImages() throws {
        let fashion = try locator.load(DatasetReference(name: "fashion-mnist"))
        #expect(fashion.count == 10_000)
        #expect("\(fashion.digest)" == "3cdb1359d7b0655c879d21447fb5a535276c8503f9af22a89d0725f11dc69169")
    }

    /// The pinned hashes are those of the files at hand.
    @Test(.enabled(if: Fixture.shared != nil, "needs ../shared")) func fetchRecognisesTheOriginals() async throws {
        let data = try #require(Fixture.shared) + "/data/mnist"
        try await Fixture.withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/mnist", withIntermediateDirectories: true)
            for name in try FileManager.default.contentsOfDirectory(atPath: data) where name.hasSuffix(".gz") {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/mnist/\(name)", withDestinationPath: "\(data)/\(name)")
            }
            let fetcher = DatasetFetcher(cacheDirectory: folder, baseURL: "http://127.0.0.1:9/")
            let place = try await fetcher.fetch("mnist")
            #expect(place == folder + "/mnist")
        }
    }
}
