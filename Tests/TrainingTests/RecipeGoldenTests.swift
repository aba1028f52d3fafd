import Foundation
import Testing
import Training

/// What the recipes of the repository say, value by value: a change of how recipes are read must not change one of them,
/// for then the networks trained here would no longer follow from their recipes. `VERIGAP_RECORD=1` records, and fails.
@Suite struct RecipeGoldenTests {
    private static let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }
    static let golden = root.appendingPathComponent("Tests/Goldens/Recipes.jsonl")

    /// Paths of the recipes, in order.
    static func files() throws -> [String] {
        let folder = root.appendingPathComponent("Suites/recipes").path
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
            .map { "\(folder)/\($0)" }
    }

    /// A recipe as one line of JSON, whose numbers are exact.
    static func line(_ recipe: Recipe) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(recipe), as: UTF8.self)
    }

    @Test func recipesAreAsRecorded() throws {
        let now = try Self.files().map { try RecipeReader.read(path: $0).recipe }
        if ProcessInfo.processInfo.environment["VERIGAP_RECORD"] == "1" {
            let text = try now.map(Self.line).joined(separator: "\n") + "\n"
            try text.write(to: Self.golden, atomically: true, encoding: .utf8)
            Issue.record("recorded \(now.count) recipes")
            return
        }
        let lines = try String(contentsOf: Self.golden, encoding: .utf8).split(separator: "\n")
        let then = try lines.map { try JSONDecoder().decode(Recipe.self, from: Data($0.utf8)) }
        #expect(now.map(\.name) == then.map(\.name))
        for (now, then) in zip(now, then) {
            #expect(now == then)
            #expect(now.fingerprint == then.fingerprint, "\(now.name)")
        }
    }
}
