import DataFormats
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks
import TestSupport
import Testing

/// Whose seconds the limits of a table of instances are.
@Suite struct InstanceClockTests {
    /// y = relu(x) on [0, 1], asked whether it stays above −1.
    private func workspace(_ entry: String) throws -> Workspace {
        let workspace = try Workspace()
        var builder = NetworkBuilder(input: [1])
        try builder.linear(weight: Matrix(rows: 1, columns: 1, elements: [1]), bias: [0])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 1, columns: 1, elements: [1]), bias: [0])
        try NetworkFile.write(try builder.build(), to: workspace.path("net.onnx"))
        try workspace.write(
            "(declare-const X_0 Real)(declare-const Y_0 Real)(assert (<= X_0 1))(assert (>= X_0 0))(assert (<= Y_0 -1))",
            to: "holds.vnnlib")
        try workspace.write("net.onnx,holds.vnnlib,7\n", to: "instances.csv")
        try workspace.write(
            "suite: clock\ninstances: { file: instances.csv, name: small\(entry) }\nmethods: [bab]\n", to: "clock.yaml")
        return workspace
    }

    /// With processor time, the clock on the wall only ends what waits.
    @Test(arguments: [("", 7.0, nil), (", clock: wall", 7, nil), (", clock: cpu", 84, 7.0)])
    func whatEndsAQuery(_ entry: String, _ wall: Double, _ cpu: Double?) throws {
        let workspace = try workspace(entry)
        let run = try workspace.verigap("run", "clock.yaml", "--store", "s.sqlite", "--quiet")
        #expect(run.exitCode == 0 && run.output.contains("robust 1"), "\(run.output) \(run.errors)")
        let report = try workspace.verigap("report", "clock.yaml", "--store", "s.sqlite", "--output", "R", "--quiet")
        #expect(report.exitCode == 0, "\(report.errors)")
        let text = try String(contentsOfFile: workspace.path("R/clock/report.md"), encoding: .utf8)
        #expect(text.contains(cpu == nil ? "each instance's own, 7 s" : "each instance's own, 7 CPU s"))
        let file = try Gzip.decompress(
            Array(Data(contentsOf: URL(fileURLWithPath: workspace.path("R/clock/outcomes.jsonl.gz")))))
        let first = try #require(String(decoding: file, as: UTF8.self).split(separator: "\n").first)
        let header = try #require(try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any])
        let cells = try #require(header["cells"] as? [[String: Any]])
        let configuration = try #require(cells.first?["configuration"] as? [String: Any])
        let budget = try #require(configuration["budget"] as? [String: Any])
        #expect(budget["perQuerySeconds"] as? Double == wall && budget["cpuSeconds"] as? Double == cpu, "\(budget)")
    }

    @Test func otherClocksAreRefused() throws {
        let run = try workspace(", clock: sun").verigap("run", "clock.yaml", "--store", "s.sqlite", "--quiet")
        #expect(run.exitCode == 65 && run.errors.contains("clock must be one of"), "\(run.errors)")
    }
}
