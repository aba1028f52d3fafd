import NetworkFiles
import Networks
import Testing

/// Tensors that are left out: by themselves, or because someone said so.
@Suite struct IgnoredTensorTests {
    private static let layers = [
        Fixture.tensor("0.weight", [4, 3]), Fixture.tensor("0.bias", [4]), Fixture.tensor("2.weight", [2, 4]),
    ]
    private static let spec = ArchitectureSpec(layers: [
        .linear(weight: "0.weight", bias: "0.bias", transposed: false), .relu,
        .linear(weight: "2.weight", bias: nil, transposed: false),
    ])

    private func message(_ extra: [NamedTensor], ignore: [String]? = nil, listed: Bool = true) -> String {
        var spec = listed ? Self.spec : .inferred
        spec.ignore = ignore
        return AssemblerTests.message(AssemblerTests.file(Self.layers + extra), spec)
    }

    @Test func countersAreLeftOutByThemselves() {
        let extras = [
            NamedTensor(name: "bn.num_batches_tracked", shape: [], values: [3], isInteger: true),
            NamedTensor(name: "mask", shape: [4, 3], values: Fixture.numbers(12), isInteger: true),
            NamedTensor(name: "epoch", shape: [], values: [0.5]),
            NamedTensor(name: "flag", shape: [1, 1], values: [1]),
            NamedTensor(name: "empty", shape: [0, 0], values: []),
        ]
        for extra in extras {
            for listed in [true, false] { #expect(message([extra], listed: listed) == "no fault", "\(extra.name)") }
        }
    }

    /// Without its normalisation a network is another one.
    @Test func whatMayNormaliseIsNever() {
        let single = NamedTensor(name: "normalize.mean", shape: [1], values: [0.25])
        let scalar = NamedTensor(name: "std", shape: [], values: [255])
        for extra in [single, scalar] {
            #expect(message([extra]).contains("ignore: [\(extra.name)]"))
            #expect(message([extra]).contains("normalise: { mean"))
            #expect(message([extra], listed: false).contains(extra.name))
            #expect(message([extra], ignore: [extra.name]) == "no fault")
            #expect(message([extra], ignore: ["*" + extra.name.suffix(2)], listed: false) == "no fault")
        }
    }

    /// A flag of MATLAB beside the weights of an archive; a number under that name is no flag.
    @Test func flagsAreNoNormalisation() {
        func message(_ value: Float) -> String {
            let flag = NamedTensor(name: "is_norm", shape: [1, 1], values: [value], isInteger: true)
            return AssemblerTests.message(
                TensorFile(path: "net", tensors: Self.layers + [flag], order: .archive))
        }
        #expect(message(1) == "no fault")
        #expect(message(255).contains("tensor 'is_norm' of shape [1, 1] is neither a weight nor a bias"))
    }

    @Test func patterns() {
        let extra = [Fixture.tensor("normalize.mean", [3]), Fixture.tensor("normalize.std", [3])]
        #expect(message(extra).contains("ignore: [normalize.mean]"))
        for ignore in [["normalize.*"], ["normalize.mean", "*.std"], ["normalize.????", "normalize.s*d"]] {
            #expect(message(extra, ignore: ignore) == "no fault")
            #expect(message(extra, ignore: ignore, listed: false) == "no fault")
        }
        #expect(message(extra, ignore: ["normalize.me"]).contains("'normalize.me' matches no tensor"))
        #expect(message(extra, ignore: ["normalize.*", "bn.*"]).contains("'bn.*' matches no tensor"))
    }

    @Test func whatALayerUsesCannotBeLeftOut() {
        #expect(message([], ignore: ["0.bias"]).contains("'0.bias' matches '0.bias', which layer 1 uses"))
        #expect(message([], ignore: ["0.b*"], listed: false).contains("which the layer of '0.weight' uses"))
        // A whole layer is left out only where the layers are named.
        #expect(message([], ignore: ["2.*"], listed: false).contains("leaves out '2.weight', the weights of a layer"))
        #expect(message([Fixture.tensor("head.weight", [2, 4])], ignore: ["head.*"]) == "no fault")
        let bare = [Fixture.tensor("arr_0", [4, 3]), Fixture.tensor("arr_1", [4])]
        var spec = ArchitectureSpec.inferred
        spec.ignore = ["arr_1"]
        #expect(AssemblerTests.message(AssemblerTests.file(bare), spec).contains("which the layer of 'arr_0' uses"))
    }

    @Test(arguments: [
        ("0.weight_g", "remove_weight_norm"), ("0.weight_orig", "prune.remove"), ("0.weight_u", "remove_spectral_norm"),
        ("0.parametrizations.weight.original1", "weight.original1"),
        ("0.parametrizations.weight.original", "remove_parametrizations"), ("0._packed_params", "quantised"),
    ])
    func weightsInPartsAreNamed(_ example: (name: String, words: String)) {
        let extra = Fixture.tensor(example.name, [4, 1])
        #expect(message([extra], listed: false).contains(example.words))
    }
}
