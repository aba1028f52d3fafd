import DataFormats
import NetworkFiles
import Networks
import Testing

/// Every operator in every form, against onnxruntime.
@Suite struct RecordedModelTests {
    /// An output may differ by this much of the largest: onnxruntime computes in single precision.
    static let tolerance = 1e-5

    @Test func archiveIsWhole() {
        #expect(Oracle.models.count >= 387)
        for opset in [7, 9, 11, 13, 18, 21] {
            #expect(Oracle.models.contains { $0.name == "gemm-\(opset)" }, "operator set \(opset)")
        }
    }

    @Test(arguments: Oracle.models)
    func agrees(_ model: Oracle.Model) throws {
        let read = try NetworkFile.load(model.bytes, path: model.name + ".onnx")
        let expected = model.outputs.doubles
        let outputs = Oracle.outputs(of: read.network, on: model.inputs.floats)
        try #require(outputs.elements.count == expected.count, "\(read.outputShape)")
        #expect(read.outputShape.reduce(1, *) == outputs.columns)
        let size = max(expected.map(abs).max() ?? 0, 1e-3)
        let worst = zip(outputs.elements, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(worst <= Self.tolerance * size, "\(worst) of \(size)")
    }

    /// Written as ONNX again, every one of them is the same function, in single precision to the last bit.
    @Test(arguments: Oracle.models)
    func survivesWriting(_ model: Oracle.Model) throws {
        let network = try NetworkFile.read(model.bytes, path: model.name + ".onnx")
        let (bytes, notes) = try NetworkFile.fileBytes(network, for: "x.onnx")
        let back = try NetworkFile.read(bytes, path: "x.onnx")
        let before = Oracle.outputs(of: network, on: model.inputs.floats).elements
        let after = Oracle.outputs(of: back, on: model.inputs.floats).elements
        if notes.isEmpty {
            #expect(before == after)
        } else {
            let size = max(before.map(abs).max() ?? 0, 1e-3)
            #expect(zip(before, after).allSatisfy { abs($0 - $1) <= 1e-6 * size }, "\(notes)")
        }
    }

    /// And as safetensors, to the last bit and with the same digest.
    @Test(arguments: Oracle.models)
    func survivesSafetensors(_ model: Oracle.Model) throws {
        let network = try NetworkFile.read(model.bytes, path: model.name + ".onnx")
        let (bytes, _) = try NetworkFile.fileBytes(network, for: "x.safetensors")
        #expect(try NetworkFile.read(bytes, path: "x.safetensors").digest == network.digest)
    }
}
