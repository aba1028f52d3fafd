import NetworkFiles
import SuiteFiles
import Testing
import verigap

@Suite("What inspect says of a network")
struct NetworkDescriptionTests {
    /// A file's tensors and a list of layers, as `inspect --architecture` reads them.
    @Test func `general windows and moved entries are named`() throws {
        let tensors = [
            NamedTensor(name: "w", shape: [2, 1, 2, 1], values: [1, 2, 3, 4]),
            NamedTensor(name: "b", shape: [2], values: [0, 1]),
        ]
        let spec = try SuiteReader.architecture(
            """
            { input: [2, 3, 3], layers: [conv2d: { weight: w, bias: b, stride: [2, 1], padding: [1, 0], dilation: [2, 1], groups: 2 },
              select: { indices: [0, -1, 2] }, reshape: { shape: [3, 1] }, concat: { from: [2, 3] }] }
            """, from: "x")
        let network = try NetworkAssembler.assemble(
            TensorFile(path: "net", tensors: tensors, order: .program, hasKnownLayout: true), spec)
        let description = NetworkDescription(network, path: "net")
        #expect(description.layers.map(\.kind) == ["image", "conv2d", "select", "reshape", "concat"])
        #expect(description.layers.map(\.inputs) == [[], [0], [1], [2], [2, 3]])
        #expect(
            description.layers.map(\.detail) == [
                nil, "2×1, stride 2×1, padding 1 0 1 0, dilation 2×1, groups 2", "2 of 3 read, the others 0", nil, nil,
            ])
        #expect(description.parameters == 6)
    }
}
