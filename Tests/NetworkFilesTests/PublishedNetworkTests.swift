import NetworkFiles
import Networks
import Questions
import Testing

/// Every published network at hand, against hashes of the tensors as Python's own pickle reads them.
@Suite(.enabled(if: Fixture.shared != nil, "needs ../shared")) struct PublishedNetworkTests {
    /// Widths of the hidden layers, shape of the image.
    static let families: [String: (image: TensorShape, hidden: [TensorShape])] = [
        "MLP_B": ([784], [[100], [100]]), "MLP_2": ([784], [[100], [100]]),
        "MLP_9": ([784], [TensorShape](repeating: [100], count: 9)),
        "mnist_cnn_small": ([1, 28, 28], [[16, 14, 14], [32, 7, 7], [100]]),
        "mnist_cnn_deep_1": ([1, 28, 28], [[8, 14, 14], [16, 7, 7], [100]]),
        "mnist_cnn_deep_2": ([1, 28, 28], [[8, 28, 28], [8, 14, 14], [16, 14, 14], [16, 7, 7], [100]]),
        "mnist_cnn_wide_1": ([1, 28, 28], [[4, 14, 14], [8, 7, 7], [128]]),
        "mnist_cnn_wide_2": ([1, 28, 28], [[8, 14, 14], [16, 7, 7], [256]]),
        "mnist_cnn_wide_4": ([1, 28, 28], [[16, 14, 14], [32, 7, 7], [512]]),
        "cifar_cnn_small": ([3, 32, 32], [[16, 16, 16], [32, 8, 8], [100]]),
        "cifar_cnn_wide_1": ([3, 32, 32], [[4, 16, 16], [8, 8, 8], [128]]),
        "cifar_cnn_wide_2": ([3, 32, 32], [[8, 16, 16], [16, 8, 8], [256]]),
    ]

    static let hashes: [(file: String, hash: String)] = [
        ("experiment_1/ADV_MLP_B_0.03", "48f87995b78993bd"),
        ("experiment_1/ADV_MLP_B_0.05", "d7b021bc5af9b45e"),
        ("experiment_1/ADV_MLP_B_0.1", "4700e8af7469c562"),
        ("experiment_1/LPD_MLP_B_0.1", "d4886e2f4c4d81e8"),
        ("experiment_1/LPD_MLP_B_0.2", "fd3f031c453913a4"),
        ("experiment_1/LPD_MLP_B_0.3", "16a135236379733c"),
        ("experiment_1/LPD_MLP_B_0.4", "3de433256e3ade03"),
        ("experiment_1/NOR_MLP_B", "119446ef7d5870ab"),
        ("experiment_2/cifar_cnn_small_ADV", "13df72c8bf7b5503"),
        ("experiment_2/cifar_cnn_small_LPD", "b147d6759881c0db"),
        ("experiment_2/cifar_cnn_small_NOR", "c5228b04817e1ba2"),
        ("experiment_2/cifar_cnn_wide_1_ADV", "e6257a0e9291a056"),
        ("experiment_2/cifar_cnn_wide_1_LPD", "f6c62c84c11d1112"),
        ("experiment_2/cifar_cnn_wide_1_NOR", "ad8c925a8690c340"),
        ("experiment_2/cifar_cnn_wide_2_ADV", "2fafe4969b0193cd"),
        ("experiment_2/cifar_cnn_wide_2_LPD", "5d8693ba90d6a3b2"),
        ("experiment_2/cifar_cnn_wide_2_NOR", "91bc61017d970361"),
        ("experiment_2/mnist_MLP_2_100_ADV", "61181ba7e0997ea0"),
        ("experiment_2/mnist_MLP_2_100_LPD", "d4886e2f4c4d81e8"),
        ("experiment_2/mnist_MLP_2_100_NOR", "119446ef7d5870ab"),
        ("experiment_2/mnist_MLP_9_100_ADV", "e75f3d80efaa112b"),
        ("experiment_2/mnist_MLP_9_100_LPD", "b561bd278206006c"),
        ("experiment_2/mnist_MLP_9_100_NOR", "c25810a93fb9a5cf"),
        ("experiment_2/mnist_cnn_deep_1_ADV", "932ef48893ea1e82"),
        ("experiment_2/mnist_cnn_deep_1_LPD", "d60822883a7e9678"),
        ("experiment_2/mnist_cnn_deep_1_NOR", "c2e478ec7888f49f"),
        ("experiment_2/mnist_cnn_deep_2_ADV", "07e4453f045f5cde"),
        ("experiment_2/mnist_cnn_deep_2_NOR", "c16309cd42b3255e"),
        ("experiment_2/mnist_cnn_small_ADV", "756981287e1acc20"),
        ("experiment_2/mnist_cnn_small_LPD", "f8cf689a4961493e"),
        ("experiment_2/mnist_cnn_small_NOR", "19ccdc4b6dd1d65e"),
        ("experiment_2/mnist_cnn_wide_1_ADV", "cd65ce4a57136182"),
        ("experiment_2/mnist_cnn_wide_1_LPD", "a95b3d0d855a41c8"),
        ("experiment_2/mnist_cnn_wide_1_NOR", "b05ecb625c832a04"),
        ("experiment_2/mnist_cnn_wide_2_ADV", "46866652aaa92705"),
        ("experiment_2/mnist_cnn_wide_2_LPD", "ea326e300f9f00aa"),
        ("experiment_2/mnist_cnn_wide_2_NOR", "0c8dd6600ba9d570"),
        ("experiment_2/mnist_cnn_wide_4_ADV", "484044e4c2fb621f"),
        ("experiment_2/mnist_cnn_wide_4_LPD", "3397ea2339464c9a"),
        ("experiment_2/mnist_cnn_wide_4_NOR", "9e00b0a4242b77fc"),
    ]

    private func hash(_ tensors: [NamedTensor]) -> String {
        var bytes = [UInt8]()
        for tensor in tensors {
            bytes += Array(tensor.name.utf8)
            for value in tensor.values {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
        }
        return String(Digest(of: bytes).description.prefix(16))
    }

    @Test(arguments: hashes) func salman2019(_ golden: (file: String, hash: String)) throws {
        let path = try #require(Fixture.shared) + "/data/salman2019/\(golden.file).pth"
        #expect(hash(try NetworkFile.tensors(path: path).tensors) == golden.hash)
        let network = try NetworkFile.read(path: path)
        let family = try #require(Self.families.first { golden.file.contains($0.key) }).value
        #expect(network.inputShape == family.image)
        let hidden = network.nodes.filter { $0.operation == .relu }.map(\.shape)
        #expect(hidden == family.hidden)
        #expect(network.classCount == 10)
    }

    @Test func aFewWeightsOfTheFirstNetwork() throws {
        let path = try #require(Fixture.shared) + "/data/salman2019/experiment_1/ADV_MLP_B_0.1.pth"
        let tensors = try NetworkFile.tensors(path: path).tensors
        #expect(tensors.map(\.name) == ["1.weight", "1.bias", "3.weight", "3.bias", "5.weight", "5.bias"])
        #expect(tensors.map(\.shape) == [[100, 784], [100], [100, 100], [100], [10, 100], [10]])
        #expect(tensors[0].values[0...1] == [-0.044501178, 0.01110455])
        #expect(tensors[5].values[0...1] == [-0.14410289, 0.37892658])
    }

    @Test func rsl18aFromNumPyAndMatlab() throws {
        let folder = try #require(Fixture.shared) + "/data/rsl18a"
        let matlab = folder + "/two-layer.mat"
        #expect(hash(try NetworkFile.tensors(path: folder).tensors) == "c62d41eed328b5c0")
        #expect(hash(try NetworkFile.tensors(path: matlab).tensors) == "271abe8aabdf3abb")
        let network = try NetworkFile.read(path: folder)
        #expect(network.nodes.map(\.shape) == [[784], [500], [500], [10]])
        #expect(try NetworkFile.read(path: matlab) == network)
    }

    @Test func normalisedImages() throws {
        let path = try #require(Fixture.shared) + "/data/salman2019/experiment_2/cifar_cnn_small_NOR.pth"
        let front = NormalisationLayer(mean: [0.485, 0.456, 0.406], deviation: [0.225, 0.225, 0.225])
        let network = try NetworkFile.read(path: path, architecture: ArchitectureSpec(normalise: front))
        #expect(network.nodes[1].operation == .normalise(front))
        #expect(network.nodes[2].inputs == [1])
        #expect(network.inputShape == [3, 32, 32])
    }

    @Test func ownFormatKeepsThem() throws {
        for file in ["experiment_1/NOR_MLP_B", "experiment_2/mnist_cnn_deep_2_NOR"] {
            let network = try NetworkFile.read(path: try #require(Fixture.shared) + "/data/salman2019/\(file).pth")
            try Fixture.withFolder { folder in
                try NetworkFile.write(network, to: folder + "/net.safetensors")
                #expect(try NetworkFile.read(path: folder + "/net.safetensors") == network)
            }
        }
    }
}
