import DataFormats
import NetworkFiles
import Networks
import TestSupport
import Testing

/// The networks of published benchmarks, against onnxruntime on 100 inputs each.
@Suite(.enabled(if: SharedData.isPresent, "needs ../shared")) struct PublishedModelTests {
    /// An output may differ by this much of the largest of its image. onnxruntime sums in single precision, and what
    /// is compared is the network of real numbers.
    static let tolerance = 1e-5

    @Test(arguments: Oracle.published.keys.sorted())
    func agrees(_ name: String) throws {
        let figures = try #require(Oracle.published[name])
        let path = (SharedData.folder ?? "") + "/data/" + name
        let read = try NetworkFile.load(path: path)
        let size = read.network.inputShape.count
        let images = Oracle.splitmix(1, 100 * size).map { Float(2 * $0 - 1) }
        let outputs = Oracle.outputs(of: read.network, on: images)
        let weights = Oracle.splitmix(2, outputs.columns).map { 0.5 + $0 }
        let expected = figures.doubles
        try #require(expected.count == 200)
        var worst = 0.0
        for image in 0..<100 {
            let projection = zip(outputs.row(image), weights).reduce(0) { $0 + $1.0 * $1.1 }
            let largest = outputs.row(image).map(abs).max() ?? 0
            let scale = weights.reduce(0, +) * expected[100 + image]
            worst = max(worst, abs(projection - expected[image]) / scale)
            worst = max(worst, abs(largest - expected[100 + image]) / expected[100 + image])
        }
        #expect(worst <= Self.tolerance, "\(worst)")
    }

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
