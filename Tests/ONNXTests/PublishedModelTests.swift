import DataFormats
import LinearAlgebra
import NetworkFiles
import Networks
import TestSupport
import Testing

/// The networks of published benchmarks, against onnxruntime on 100 inputs each.
///
/// What is compared is the network of real numbers; onnxruntime sums in single precision. Where large values inside cancel to
/// small outputs, its rounding is large relative to them: there the values inside are the measure.
@Suite(.enabled(if: SharedData.isPresent, "needs ../shared")) struct PublishedModelTests {
    /// Of the largest output of the image.
    static let tolerance = 1e-5
    /// Of the largest output on any of the images.
    static let overall = 2e-6
    /// Of the largest value inside the network on the image.
    static let rounding = 1e-6

    @Test(arguments: Oracle.published.keys.sorted())
    func agrees(_ name: String) throws {
        let expected = try #require(Oracle.published[name]).doubles
        let read = try NetworkFile.load(path: (SharedData.folder ?? "") + "/data/" + name)
        let size = read.network.inputShape.count
        let images = Oracle.splitmix(1, 100 * size).map { 2 * $0 - 1 }
        let trace = Evaluator<Double>(read.network).trace(Matrix(rows: 100, columns: size, elements: images))
        let weights = Oracle.splitmix(2, read.network.classCount).map { 0.5 + $0 }
        try #require(expected.count == 200)
        for image in 0..<100 {
            let outputs = trace.logits.row(image)
            let projection = zip(outputs, weights).reduce(0.0) { $0 + $1.0 * $1.1 }
            let difference = abs(projection - expected[image]) / weights.reduce(0, +)
            let own = expected[100 + image]
            let inside = trace.values.map { Self.largest($0.row(image)) }.max() ?? 0
            #expect(difference <= max(Self.tolerance * own, Self.rounding * inside), "image \(image)")
            #expect(difference <= Self.overall * (expected[100...].max() ?? 0), "image \(image)")
            #expect(abs(Self.largest(outputs) - own) <= max(Self.tolerance * own, Self.rounding * inside))
        }
    }

    private static func largest(_ values: [Double]) -> Double { values.reduce(0) { max($0, abs($1)) } }

    /// None of them needs a rounding or more than the plainest layers.
    @Test(arguments: Oracle.published.keys.sorted())
    func isPlain(_ name: String) throws {
        let read = try NetworkFile.load(path: (SharedData.folder ?? "") + "/data/" + name)
        #expect(read.notes.isEmpty && read.keepsOutputValues)
        for node in read.network.nodes {
            switch node.operation {
            case .input, .linear, .convolution, .relu, .add, .flatten, .scale: continue
            default: Issue.record("\(node.operation)")
            }
        }
    }
}
