import Foundation
import NetworkFiles
import Testing

@Suite("verigap convert") struct ConvertTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace.withSmokeSuite() }

    private static let network = "Suites/networks/smoke.safetensors"

    private struct Report: Decodable {
        var format: String
        var digest: String
        var outputDigest: String
        var isSame: Bool
        var inputShape: [Int]
        var outputShape: [Int]
        var layers: Int
        var parameters: Int
        var notes: [String]
    }

    /// There and back the network is the same, to the last bit.
    @Test func thereAndBack() throws {
        for name in ["net.onnx", "net.onnx.gz"] {
            let there = try workspace.verigap(["convert", Self.network, name])
            #expect(
                there.exitCode == 0 && there.output.contains("the same in the new file"),
                "\(there.output)\(there.errors)")
            let back = try workspace.verigap(["convert", name, name + ".safetensors", "--json"])
            #expect(back.exitCode == 0, "\(back.errors)")
            let report = try JSONDecoder().decode(Report.self, from: Data(back.output.utf8))
            #expect(report.format == "onnx" && report.isSame && report.notes.isEmpty)
            #expect(
                report.inputShape == [1, 2] && report.outputShape.count == 2 && report.layers > 0
                    && report.parameters > 0)
            let original = try NetworkFile.read(path: workspace.path(Self.network))
            #expect(report.digest == original.digest.description && report.outputDigest == report.digest)
            #expect(try NetworkFile.read(path: workspace.path(name + ".safetensors")).digest == original.digest)
        }
    }

    /// Methods answer on the model as on the network that it came from.
    @Test func isVerified() throws {
        #expect(try workspace.verigap(["convert", Self.network, "net.onnx", "--quiet"]).exitCode == 0)
        let answers = try [Self.network, "net.onnx"].map { network in
            let ending = try workspace.verigap([
                "verify", "--network", network, "--images", "Suites/data/smoke-points.npy", "--labels",
                "Suites/data/smoke-labels.npy", "--data", "smoke-points:test:3", "--epsilon", "0.05", "--method",
                "crown",
            ])
            #expect(ending.exitCode == 0, "\(ending.errors)")
            return ending.output.split(separator: "\n").filter { $0.hasPrefix("verdict") || $0.hasPrefix("margin") }
        }
        #expect(answers[0] == answers[1] && !answers[0].isEmpty)
    }

    @Test func faults() throws {
        #expect(try workspace.verigap(["convert", Self.network, "net.onnx", "--quiet"]).output.isEmpty)
        let again = try workspace.verigap(["convert", Self.network, "net.onnx"])
        #expect(again.exitCode == 73 && again.errors.contains("net.onnx is there already; --force replaces it"))
        #expect(try workspace.verigap(["convert", Self.network, "net.onnx", "--force"]).exitCode == 0)
        let ending = try workspace.verigap(["convert", Self.network, "net.pth"])
        #expect(ending.exitCode == 64 && ending.errors.contains(".safetensors, .onnx, .onnx.gz"))
        #expect(try workspace.verigap(["convert", "none.onnx", "net.safetensors"]).exitCode == 66)
        #expect(try workspace.verigap(["convert", Self.network, "nowhere/net.onnx"]).exitCode == 73)
        try workspace.write(Array("junk".utf8), to: "junk.onnx")
        let junk = try workspace.verigap(["convert", "junk.onnx", "out.safetensors"])
        #expect(junk.exitCode == 65 && junk.errors.contains("junk.onnx"), "\(junk.errors)")
        #expect(!FileManager.default.fileExists(atPath: workspace.path("out.safetensors")))
    }
}
