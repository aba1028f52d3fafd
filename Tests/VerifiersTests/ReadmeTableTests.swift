import Foundation
import Questions
import Testing
import Verifiers

/// The README's table of methods has every method once, with the claim and the norms that it declares.
@Suite struct ReadmeTableTests {
    private func claim(_ claim: Claim) -> String {
        switch claim {
        case .classification: "classification"
        case .attack: "attack"
        case .lowerBound: "lower bound"
        case .exact: "exact"
        case .distance: "distance"
        }
    }

    private func norms(_ norms: Set<Norm>) -> String {
        norms.count == Norm.allCases.count
            ? "all" : Norm.allCases.filter(norms.contains).map(\.title).joined(separator: ", ")
    }

    @Test func documentationIsInStep() throws {
        let folder = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let text = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n## Methods\n").last)
        let rows = section.split(separator: "\n").drop { !$0.hasPrefix("| ---") }.dropFirst()
            .prefix { $0.hasPrefix("|") }
        let found = rows.map { row in
            row.split(separator: "|").prefix(3).map { $0.trimmingCharacters(in: .whitespaces) }
                .joined(separator: " | ")
        }
        let expected = MethodRegistry.catalog.methods.map { method in
            "`\(method.name)` | \(claim(method.claim)) | \(norms(method.norms))"
        }
        #expect(Set(found) == Set(expected))
        #expect(found.count == expected.count)
    }
}
