import NetworkFiles
import Networks
import Testing

/// Kernels and flattened images of TensorFlow, Keras and JAX.
@Suite struct KernelLayoutTests {
    /// out × in × height × width as height × width × in × out.
    private func hwio(_ tensor: NamedTensor) -> NamedTensor {
        let shape = tensor.shape
        var values = [Float]()
        for row in 0..<shape[2] {
            for column in 0..<shape[3] {
                for input in 0..<shape[1] {
                    for output in 0..<shape[0] {
                        values.append(
                            tensor.values[((output * shape[1] + input) * shape[2] + row) * shape[3] + column])
                    }
                }
            }
        }
        return NamedTensor(name: tensor.name, shape: [shape[2], shape[3], shape[1], shape[0]], values: values)
    }

    /// Columns channel × position as position × channel.
    private func pixelByPixel(_ tensor: NamedTensor, channels: Int) -> NamedTensor {
        let width = tensor.shape[1]
        let plane = width / channels
        var copy = tensor
        for row in 0..<tensor.shape[0] {
            for column in 0..<width {
                copy.values[row * width + column % plane * channels + column / plane] =
                    tensor.values[row * width + column]
            }
        }
        return copy
    }

    private let kernel = Fixture.tensor("conv.weight", [2, 3, 3, 3])
    private let bias = Fixture.tensor("conv.bias", [2])
    private let dense = Fixture.tensor("fc.weight", [4, 32])

    private func spec(
        _ layout: ArchitectureSpec.KernelLayout?, _ order: ArchitectureSpec.PixelOrder?, flatten: Bool = false
    ) -> ArchitectureSpec {
        ArchitectureSpec(
            input: [3, 4, 4],
            layers: [.conv2d(weight: nil, bias: nil, stride: 1, padding: 1, layout: layout), .relu]
                + (flatten ? [.flatten] : []) + [.linear(weight: nil, bias: nil, transposed: false, flatten: order)])
    }

    @Test func bothOrdersGiveTheSameNetwork() throws {
        let expected = try NetworkAssembler.assemble(AssemblerTests.file([kernel, bias, dense]), spec(nil, nil))
        let foreign = AssemblerTests.file([hwio(kernel), bias, pixelByPixel(dense, channels: 2)])
        #expect(try NetworkAssembler.assemble(foreign, spec(.hwio, .hwc)) == expected)
        let mixed = AssemblerTests.file([hwio(kernel), bias, dense])
        #expect(try NetworkAssembler.assemble(mixed, spec(.hwio, .chw)) == expected)
        let flattened = try NetworkAssembler.assemble(foreign, spec(.hwio, .hwc, flatten: true))
        #expect(flattened.nodes.last?.operation == expected.nodes.last?.operation)
    }

    @Test func theOrderOfAFlattenedImageMustBeSaid() {
        let message = AssemblerTests.message(AssemblerTests.file([hwio(kernel), bias, dense]), spec(.hwio, nil))
        #expect(message.contains("follows an image of 2×4×4 and kernels of layout hwio"))
        #expect(message.contains("{ flatten: hwc }"))
    }

    @Test func aWrongLayoutIsNamed() {
        let foreign = AssemblerTests.file([hwio(kernel), bias, dense])
        #expect(AssemblerTests.message(foreign, spec(nil, nil)).contains("need conv2d: { layout: hwio }"))
        #expect(AssemblerTests.message(foreign).contains("need conv2d: { layout: hwio }"))
    }
}
