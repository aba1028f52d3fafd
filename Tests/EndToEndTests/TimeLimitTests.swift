import DataFormats
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks
import Testing

/// `verify` keeps its limit also while a method builds a model and does not look at the clock.
@Suite("The time limit of verify")
struct TimeLimitTests {
    private struct Answer: Decodable {
        var verdict: String
        var proof: String?
    }

    /// A network whose relaxation takes much longer to build than the limit lasts.
    private static func workspace() throws -> Workspace {
        let workspace = try Workspace()
        var generator = SeededGenerator(seed: 3)
        var builder = NetworkBuilder(input: TensorShape([200]))
        var width = 200
        for next in [1200, 1200, 10] {
            if width != 200 { builder.relu() }
            let scale = 1.4 / Double(width).squareRoot()
            try builder.linear(
                weight: Matrix(
                    rows: next, columns: width,
                    elements: (0..<next * width).map { _ in Float(generator.normal() * scale) }),
                bias: Array(repeating: 0, count: next))
            width = next
        }
        try NetworkFile.write(try builder.build(), to: workspace.path("wide.safetensors"))
        let pixels = (0..<200).map { _ in generator.unitFloat() }
        try workspace.write(NumPyArray(shape: [1, 200], floats: pixels).fileBytes, to: "x.npy")
        try workspace.write(NumPyArray(shape: [1], integers: [0]).fileBytes, to: "y.npy")
        return workspace
    }

    @Test func theAnswerIsTimeout() throws {
        let workspace = try Self.workspace()
        let command = [
            "verify", "--network", "wide.safetensors", "--images", "x.npy", "--labels", "y.npy", "--data", "x:test:0",
            "--epsilon", "0.1", "--method", "lp-all", "--reference", "prediction", "--time-limit", "4 s",
        ]
        let machine = try workspace.verigap(command + ["--json", "--proof", "proofs"])
        #expect(machine.exitCode == 0 && machine.errors.isEmpty, "\(machine.errors)")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(machine.output.utf8))
        #expect(answer.verdict == "timeout")
        #expect(answer.proof == "(none: the verdict is timeout)")
        #expect(!FileManager.default.fileExists(atPath: workspace.path("proofs")))
        let human = try workspace.verigap(command)
        #expect(human.exitCode == 0 && human.output.contains(/verdict +timeout/), "\(human.output)")
        #expect(human.output.contains("sample"))
        // A full device is an exit code here, too.
        if FileManager.default.fileExists(atPath: "/dev/full") {
            #expect(try workspace.shell(#""$0" "$@" > /dev/full"#, command).exitCode == 73)
        }
    }
}
