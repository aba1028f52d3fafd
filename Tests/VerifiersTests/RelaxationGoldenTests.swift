import Foundation
import Networks
import TestSupport
import Testing
import Verifiers

/// What solvers, ascent and planes read stays the same to the last bit, so that programs, bounds and nodes do: digests
/// recorded once over random networks. `VERIGAP_RECORD=1` records them, and fails.
@Suite("Relaxations are those recorded") struct RelaxationGoldenTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Goldens/Relaxations/digests.json")

    /// How a network is encoded.
    private static let encodings: [(name: String, encoding: ActivationEncoding, bigM: Double?)] = [
        ("relaxed", .relaxed, nil), ("relaxed big-M", .relaxed, 3), ("integer", .integer, nil),
        ("integer big-M", .integer, 0.5),
    ]

    @Test func `to the last bit`() throws {
        var digests = [String: String]()
        for example in ReducedNetworkCase.recorded {
            let network = try example.network()
            for (name, encoding, bigM) in Self.encodings {
                let model = Self.model(example, network.lowered, network, encoding, bigM)
                digests["\(example.testDescription) \(name)"] = Self.digest(programsOf: model, example)
            }
            let model = Self.model(example, network.lowered.withPoolsAsReLUs, network, .relaxed, nil)
            digests["\(example.testDescription) system"] = Self.digest(systemOf: model, example)
        }
        if ProcessInfo.processInfo.environment["VERIGAP_RECORD"] == "1" {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            try FileManager.default.createDirectory(
                at: Self.file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try encoder.encode(digests).write(to: Self.file)
            Issue.record("recorded \(Self.file.lastPathComponent)")
            return
        }
        let text = try #require(FileManager.default.contents(atPath: Self.file.path))
        let recorded = try JSONDecoder().decode([String: String].self, from: text)
        let changed = recorded.keys.filter { recorded[$0] != digests[$0] }.sorted()
        #expect(changed.isEmpty && recorded.count == digests.count, "\(changed.prefix(5)) of \(changed.count)")
    }

    private static func model(
        _ example: ReducedNetworkCase, _ lowered: LoweredNetwork, _ network: Network, _ encoding: ActivationEncoding,
        _ bigM: Double?
    ) -> RelaxationModel {
        var model = RelaxationModel(
            lowered, InputRegion(example.query(on: network)), encoding: encoding, bigM: bigM)
        for bounds in example.bounds(lowered) { model.append(bounds) }
        return model
    }

    private static func digest(programsOf model: RelaxationModel, _ example: ReducedNetworkCase) -> String {
        var digest = NumberDigest()
        digest.add(model.program)
        digest.add(model.compact)
        for adversarial in 0..<3 {
            let margin = model.objective([(1, 1), (adversarial, -1)], of: model.next)
            digest.add(margin)
            digest.add(model.compacted(margin))
        }
        return String(digest.value, radix: 16)
    }

    private static func digest(systemOf model: RelaxationModel, _ example: ReducedNetworkCase) -> String {
        var digest = NumberDigest()
        let relaxation = SearchRelaxation(model)
        digest.add(relaxation.system)
        for adversarial in 0..<3 where adversarial != 1 {
            digest.add(relaxation.margin(label: 1, adversarial: adversarial))
        }
        if let planes = ExactPlanes(model.reduced) { digest.add(planes) }
        return String(digest.value, radix: 16)
    }

    /// The cases see every kind of neuron, and both ways of keeping the matrix of the inputs.
    @Test func `the cases are worth it`() throws {
        var (factored, plain, planes, several) = (0, 0, 0, 0)
        for example in ReducedNetworkCase.recorded {
            let network = try example.network()
            let model = Self.model(example, network.lowered.withPoolsAsReLUs, network, .relaxed, nil)
            let system = ReLUSystem(model.reduced)
            if system.inputMap.mixing == nil { plain += 1 } else { factored += 1 }
            planes += ExactPlanes(model.reduced) == nil ? 0 : 1
            several += system.stages.count > 1 ? 1 : 0
        }
        #expect(min(factored, plain, planes, several) >= 3, "\((factored, plain, planes, several))")
    }
}
