import Datasets
import Foundation
import Questions
import Testing

/// Classes joined into fewer.
@Suite struct ClassGroupTests {
    private static let repository: String = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder.path
    }()
    private let locator = DatasetLocator(
        environment: [:], workingDirectory: Self.repository, systemDirectory: "/none", programDirectory: "/none")
    private let halves = [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]

    @Test func labelsAreThePositionsOfGroups() throws {
        let plain = try locator.load(DatasetReference(name: "mnist-sample"))
        let joined = try locator.load(DatasetReference(name: "mnist-sample", classes: halves))
        #expect(joined.labels == plain.labels.map { $0 < 5 ? 0 : 1 })
        #expect(joined.pixels == plain.pixels && joined.shape == plain.shape && joined.split == plain.split)
        let swapped = try locator.load(DatasetReference(name: "mnist-sample", classes: halves.reversed()))
        #expect(swapped.labels == plain.labels.map { $0 < 5 ? 1 : 0 })
    }

    /// In a store an image has one content under one name.
    @Test func namesAndDigestsAreTheirOwn() throws {
        let plain = try locator.load(DatasetReference(name: "mnist-sample"))
        let joined = try locator.load(DatasetReference(name: "mnist-sample", classes: halves))
        #expect("\(joined.sample(3).id)" == "mnist-sample=0.1.2.3.4-5.6.7.8.9:test:3")
        #expect(joined.digest != plain.digest)
        #expect(joined.sample(9).digest != plain.sample(9).digest)
    }

    @Test func everyClassHasAGroup() throws {
        let reference = DatasetReference(name: "mnist-sample", classes: [[0, 1], [2, 3, 4, 5, 6, 8, 9]])
        let fault = #expect(throws: DatasetFault.self) { try locator.load(reference) }
        #expect("\(try #require(fault))".contains("images of class 7, which no group of classes holds"))
    }
}
