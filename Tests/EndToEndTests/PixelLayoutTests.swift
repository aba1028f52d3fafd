import DataFormats
import Foundation
import Testing

/// The same images with channels last are the same samples: in suites, on the command line, in proofs.
@Suite("Channels last")
struct PixelLayoutTests {
    private let workspace: Workspace
    private static let first = ["--images", "data/points.npy", "--labels", "data/labels.npy"]
    private static let last = ["--images", "data/last.npy", "--labels", "data/labels.npy"]

    /// The six numbers of a point are three channels of 1 × 2.
    init() throws {
        workspace = try Workspace()
        try ToyProblem.write(to: workspace, samples: 10, methods: ["clean", "lp-greedy"])
        let file = Array(try #require(try workspace.files()["data/points.npy"]))
        let points = try NumPyArray(parsing: file).floats
        let last = points.indices.map { place in
            let (sample, column, channel) = (place / 6, place % 6 / 3, place % 3)
            return points[sample * 6 + channel * 2 + column]
        }
        #expect(last != points)
        try workspace.write(NumPyArray(shape: [10, 1, 2, 3], floats: last).fileBytes, to: "data/last.npy")
    }

    private func verify(_ options: [String]) throws -> Ending {
        try workspace.verigap(
            [
                "verify", "--network", "data/toy.safetensors", "--data", "toy:test:3", "--epsilon", "1e-6", "--method",
                "lp-greedy", "--reference", "prediction",
            ] + options)
    }

    @Test func onTheCommandLine() throws {
        let expected = try verify(Self.first + ["--proof", "proofs"])
        let found = try verify(Self.last + ["--pixel-layout", "hwc"])
        let margin = { (text: String) in text.split(separator: "\n").first { $0.hasPrefix("margin") } }
        #expect(expected.exitCode == 0 && found.exitCode == 0, "\(expected.errors) \(found.errors)")
        #expect(margin(expected.output) == margin(found.output), "\(found.output)")
        #expect(margin(try verify(Self.last).output) != margin(found.output), "channels first is what is meant")

        let check = try workspace.verigap(["check", "proofs"] + Self.last + ["--pixel-layout", "hwc"])
        #expect(check.exitCode == 0 && check.output.contains("the image is the dataset's"), "\(check.output)")
        let other = try workspace.verigap(["check", "proofs"] + Self.last)
        #expect(other.exitCode == 5 && other.output.contains("the image or its label is not that"), "\(other.output)")
        let alone = try workspace.verigap("check", "proofs", "--pixel-layout", "hwc")
        #expect(alone.exitCode == 64 && alone.errors.contains("--pixel-layout is for --images"), "\(alone.errors)")
        let vectors = try verify(Self.first + ["--pixel-layout", "hwc"])
        #expect(vectors.exitCode == 65 && vectors.errors.contains("leave the layout out"), "\(vectors.errors)")
    }

    /// A sample is known by its pixels: how a file stores them is no part of a run key.
    @Test func aSuiteAsksNothingAnew() throws {
        let run = ["run", "toy.yaml", "--store", Workspace.store, "--json"]
        let summary = try RunSummary(try workspace.verigap(run))
        #expect(summary.asked > 0)
        let text = String(decoding: try #require(try workspace.files()["toy.yaml"]), as: UTF8.self)
        try workspace.write(
            text.replacing("images: data/points.npy", with: "images: data/last.npy, pixels: { layout: hwc }"),
            to: "toy.yaml")
        let again = try RunSummary(try workspace.verigap(run))
        #expect(again.asked == 0 && again.methods.allSatisfy { $0.reused + $0.derived == $0.total })
    }
}
