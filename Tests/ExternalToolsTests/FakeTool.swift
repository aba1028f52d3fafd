import ExternalTools
import Foundation
import LinearAlgebra
import Networks
import Questions

/// A folder with a script that plays a tool; removed with the value.
final class FakeTool {
    let folder: String
    private let isStarted: Bool

    /// - Parameter isStarted: the script is a program of its own, not read by a shell: a process that another test has just forked
    ///   may still hold it open for writing, and then it does not start.
    init(_ script: String, isStarted: Bool = false) throws {
        self.isStarted = isStarted
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("fake-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("#!/bin/bash\n\(script)\n".utf8).write(to: URL(fileURLWithPath: folder + "/tool.sh"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/tool.sh")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The script called as `tool.sh NETWORK PROPERTY RESULT SECONDS DESCRIPTION-FOLDER`.
    func tool(
        result: ToolResultForm = ToolResultForm(), counterexample: ToolCounterexampleForm? = ToolCounterexampleForm()
    ) -> ExternalTool {
        ExternalTool(
            name: "fake",
            command: (isStarted ? ["./tool.sh"] : ["/bin/bash", "{tool}/tool.sh"]) + [
                "{network}", "{property}", "{result}", "{limit}", "{tool}",
            ],
            result: result, counterexample: counterexample, folder: folder)
    }

    func read(_ file: String) -> String? { try? String(contentsOfFile: folder + "/" + file, encoding: .utf8) }
}

/// The identity on two inputs: the margin of class 0 at x is x₀ − x₁, and over a ball of radius ε around (0.5, 0.25) it is at
/// least 0.25 − 2ε.
enum TwoInputs {
    static func network() throws -> Network {
        var builder = NetworkBuilder(input: TensorShape([2]))
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1]), bias: [0, 0])
        return try builder.build()
    }

    static func question(epsilon: Double) -> AskedQuestion {
        let sample = Sample(id: SampleID(dataset: "two", split: "test", index: 0), label: 0, pixels: [0.5, 0.25])
        return AskedQuestion(
            Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: epsilon)), shape: [2])
    }

    /// What becomes of the question when a script is asked.
    static func outcome(
        _ script: String, epsilon: Double = 0.25, seconds: Double = 60, limits: ToolLimits = ToolLimits(),
        result: ToolResultForm = ToolResultForm(), counterexample: ToolCounterexampleForm? = ToolCounterexampleForm(),
        in fake: FakeTool? = nil
    ) throws -> Outcome {
        let fake = try fake ?? FakeTool(script)
        return ToolRunner().answer(
            question(epsilon: epsilon), with: fake.tool(result: result, counterexample: counterexample),
            on: try network(),
            file: "two.safetensors", category: "two", until: Deadline(after: seconds), limits: limits)
    }
}
