import Foundation
import Questions
import SuiteFiles
import Testing
import Verifiers

@Suite("Excerpts of suites")
struct ExcerptTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Suites").path
    private static let search = FileSearch { $0.hasPrefix("/") ? $0 : folder + "/" + $0 }
    private static let names =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".yaml") }.sorted()

    private func read(_ text: String, _ path: String) throws -> Suite {
        try SuiteReader.parse(
            text: text, path: path, catalog: MethodRegistry.catalog.withoutLibraries, search: Self.search
        ).suite
    }

    /// Of every suite here and every method: what the excerpt asks is what the suite asks, in the same words.
    @Test(arguments: names)
    func theSameQuestions(_ name: String) throws {
        let path = Self.folder + "/" + name
        let text = try SuiteReader.text(path: path)
        let suite = try read(text, path)
        for method in suite.methods {
            // The networks of a table of instances are those of its file, which is not here.
            if suite.networks.isEmpty, suite.dataset.instances != nil { continue }
            let network = try #require(suite.networks.last)
            for samples in [nil, [3, 1]] as [Set<Int>?] {
                let excerpt = SuiteExcerpt(
                    name: "part", method: method.id, networks: [network.id: Set(network.epsilons.suffix(1))],
                    samples: samples)
                // It may lie anywhere.
                let part = try read(try excerpt.text(of: text, suite), "/elsewhere/part.yaml")
                #expect(part.name == "part" && part.methods.map(\.id) == [method.id])
                #expect(part.methods.first?.call == method.call && part.methods.first?.budget == method.budget)
                #expect(part.networks.map(\.id) == [network.id] && part.networks.first?.file == network.file)
                #expect(part.networks.first?.architecture == network.architecture)
                #expect(part.networks.first?.epsilons == network.epsilons.suffix(1))
                #expect(part.form == suite.form && part.measure == suite.measure && part.norm == suite.norm)
                #expect(part.domain == suite.domain && part.reference == suite.reference)
                #expect(part.budget == suite.budget && part.dataset == suite.dataset)
                #expect(!part.cascade && part.totalSeconds == nil && part.published.isEmpty && part.ablation == nil)
                #expect(part.samples == (samples == nil ? suite.samples : .indices([1, 3])))
                let own = part.methods.first
                #expect(own?.samples == (samples == nil ? method.samples : nil))
                let kept = samples == nil ? method.samplesOfNetworks[network.id] : nil
                #expect(own?.samplesOfNetworks[network.id] == kept)
            }
        }
    }
}
