import Datasets
import Foundation
import NetworkFiles
import Networks
import Questions
import Testing
import Verifiers

/// Distances of images of the embedded sample on networks that were trained here.
@Suite struct SampleDistanceTests {
    private static let suites = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Suites")

    private static func queries(_ norm: Norm, on network: Network) throws -> [Query] {
        let locator = DatasetLocator(
            environment: [:], workingDirectory: suites.deletingLastPathComponent().path, suiteDirectory: suites.path)
        let images = try locator.load(DatasetReference(name: "mnist-sample"))
        let queries = (0..<20).map { index in
            let sample = images.sample(index)
            return Query(
                sample: sample, label: sample.label,
                perturbation: PerturbationSet(norm: norm, epsilon: norm == .infinity ? 1 : norm == .two ? 28 : 784))
        }
        let isRight = try queries.map { try answer("clean", $0, on: network).verdict == .unknown }
        return Array(zip(queries, isRight).filter(\.1).map(\.0).prefix(10))
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    @Test(arguments: ["nor-mlp-b", "lpd-mlp-b-0.1", "fc1-mmr", "ibp-cnn-small-0.1"], Norm.allCases)
    func `attacks are ordered and above what is certified`(_ name: String, _ norm: Norm) throws {
        let network = try NetworkFile.read(path: "\(Self.suites.path)/networks/\(name).safetensors")
        let queries = try Self.queries(norm, on: network)
        try #require(queries.count == 10)
        var found = [String: [Double]]()
        for query in queries {
            let certified = try #require(try DistanceCase.answer("simplex", query, on: network).distanceLower)
            for method in DistanceCase.minimisers {
                let distance = try DistanceCase.answer(method, query, on: network).distanceUpper ?? .infinity
                #expect(distance >= certified, "\(method) on \(query.sample.id)")
                found[method, default: []].append(distance)
            }
        }
        let medians = found.mapValues(Self.median)
        let (walk, steps) = (try #require(medians["fab"]), try #require(medians["deepfool"]))
        #expect(walk <= steps * (1 + 1e-6) && walk < .infinity, "\(medians)")
    }
}
