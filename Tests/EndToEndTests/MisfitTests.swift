import DataFormats
import Foundation
import Testing

/// Every command that loads a network or images refuses what does not go together, in the words of a suite's faults.
@Suite("What does not fit")
struct MisfitTests {
    private let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        try ToyProblem.write(to: workspace, samples: 4, methods: ["interval"])
        try write([4, 6], [Float](repeating: 0.5, count: 24), "points")
    }

    private func write(_ shape: [Int], _ pixels: [Float], _ name: String) throws {
        try workspace.write(NumPyArray(shape: shape, floats: pixels).fileBytes, to: "data/\(name).npy")
    }

    /// Writes images whose pixel 2 of image 1 is `value`.
    private func writeStray(_ value: Float, _ name: String = "points") throws {
        var pixels = [Float](repeating: 0.5, count: 24)
        pixels[8] = value
        try write([4, 6], pixels, name)
    }

    private func recipe(measure: String? = nil) throws {
        func data(_ name: String) -> String { "name: toy, images: data/\(name).npy, labels: data/labels.npy" }
        try workspace.write(
            """
            recipe: toy
            network: { hidden: [4] }
            data: { \(data("points")) }
            loss: normal
            epochs: 1
            output: trained.safetensors
            \(measure.map { "measure: { \(data($0)), epsilon: 1/255 }" } ?? "")

            """, to: "toy-recipe.yaml")
    }

    private static let images = ["--data", "toy:test:0", "--images", "data/points.npy", "--labels", "data/labels.npy"]
    private static let inspect = ["inspect", "data/toy.safetensors"] + images
    private static let verify =
        ["verify", "--network", "data/toy.safetensors", "--epsilon", "0.1", "--method", "interval"] + images
    private static let commands = [
        ["plan", "toy.yaml"], ["run", "toy.yaml", "--store", Workspace.store], ["doctor", "toy.yaml"], inspect, verify,
    ]

    private func expectRefusal(_ command: [String], _ words: String) throws {
        let ending = try workspace.verigap(command)
        #expect(ending.exitCode == 65, "\(command): \(ending.output) \(ending.errors)")
        let text = ending.output + ending.errors
        #expect(text.contains(words), "\(command): \(text)")
        #expect(text.components(separatedBy: words).count == 2, "\(command) says it once: \(text)")
    }

    @Test func pixelsOutsideTheDomain() throws {
        try writeStray(1.5)
        try recipe()
        let words = "pixel 2 of image 1 is 1.5, outside the input domain [0, 1]"
        for command in Self.commands + [["train", "toy-recipe.yaml"]] { try expectRefusal(command, words) }
        #expect(try workspace.files()["trained.safetensors"] == nil)
    }

    @Test func anotherDomainIsNamed() throws {
        try writeStray(1e6)
        let suite = try #require(try workspace.files()["toy.yaml"].map { String(decoding: $0, as: UTF8.self) })
        try workspace.write(suite.replacing("[0, 1]", with: "unbounded"), to: "toy.yaml")
        for command in [["plan", "toy.yaml", "--store", Workspace.store], ["doctor", "toy.yaml"]] {
            let ending = try workspace.verigap(command)
            #expect(ending.exitCode == 0, "\(command): \(ending.output) \(ending.errors)")
        }
        for command in [Self.inspect, Self.verify] {
            #expect(try workspace.verigap(command + ["--input-domain", "unbounded"]).exitCode == 0, "\(command)")
            #expect(try workspace.verigap(command + ["--input-domain", "0,2e6"]).exitCode == 0, "\(command)")
            try expectRefusal(command + ["--input-domain", "0,2"], "is 1000000.0, outside the input domain [0, 2]")
        }
    }

    @Test func imagesOfAnotherShape() throws {
        try write([4, 5], [Float](repeating: 0.5, count: 20), "points")
        for command in Self.commands { try expectRefusal(command, "takes 6 inputs, an image of toy has 5 inputs") }
    }

    /// Before the training, not after it.
    @Test func whatIsMeasuredOnMustFitToo() throws {
        try writeStray(-0.5, "stray")
        try write([4, 5], [Float](repeating: 0.5, count: 20), "narrow")
        let train = ["train", "toy-recipe.yaml"]
        try recipe(measure: "stray")
        try expectRefusal(train, "pixel 2 of image 1 is -0.5, outside the input domain [0, 1]")
        try recipe(measure: "narrow")
        try expectRefusal(train, "takes 6 inputs, an image of toy test has 5 inputs")
        #expect(try workspace.files()["trained.safetensors"] == nil)
        try recipe(measure: "points")
        let ending = try workspace.verigap(train)
        #expect(ending.exitCode == 0, "\(ending.errors)")
        #expect(try workspace.files()["trained.safetensors"] != nil)
    }
}
