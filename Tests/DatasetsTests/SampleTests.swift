import Datasets
import Foundation
import Questions
import Testing

/// The embedded sample and the holdout that it comes from.
@Suite struct SampleTests {
    private static let repository: String = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder.path
    }()

    @Test(arguments: ["", "/Sources", "/Suites/networks"])
    func isFoundFromAnywhereInTheCheckout(folder: String) throws {
        let locator = DatasetLocator(
            environment: [:], workingDirectory: Self.repository + folder, systemDirectory: "/none",
            programDirectory: "/none")
        let sample = try locator.load(DatasetReference(name: "mnist-sample"))
        #expect(sample.count == 500 && sample.shape == [1, 28, 28] && sample.split == "test")
        for label in 0..<10 { #expect(sample.labels.count { $0 == label } == 50) }
        #expect(Array(sample.labels[..<10]) == Array(0..<10))
    }

    @Test func isFoundBesideTheSuiteFile() throws {
        let locator = DatasetLocator(
            environment: [:], workingDirectory: "/none", suiteDirectory: Self.repository + "/Suites",
            systemDirectory: "/none", programDirectory: "/none")
        #expect(try locator.load(DatasetReference(name: "mnist-sample")).count == 500)
    }

    @Test func isFoundFromTheProgramWhateverTheFolder() throws {
        let locator = DatasetLocator(
            environment: [:], workingDirectory: "/none", systemDirectory: "/none",
            programDirectory: Self.repository + "/.build/release")
        #expect(try locator.load(DatasetReference(name: "mnist-sample")).count == 500)
    }

    /// The program's own suites: of its checkout, or of the prefix that it was installed below.
    @Test func homeOfTheProgram() throws {
        #expect(ProgramPlace.home(above: Self.repository + "/.build/release") == Self.repository)
        let prefix = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: prefix) }
        for folder in ["/share/verigap/Suites", "/lib/verigap"] {
            try FileManager.default.createDirectory(atPath: prefix + folder, withIntermediateDirectories: true)
        }
        #expect(ProgramPlace.home(above: prefix + "/lib/verigap") == prefix + "/share/verigap")
        #expect(ProgramPlace.home(above: "/none/bin") == nil)
    }

    @Test func absenceNamesPlacesAndWays() {
        let locator = DatasetLocator(
            environment: [:], workingDirectory: "/none/here", suiteDirectory: "/none/suites", systemDirectory: "/none",
            programDirectory: "/none/bin")
        let fault = #expect(throws: DatasetFault.self) { try locator.load(DatasetReference(name: "mnist-sample")) }
        let text = fault?.description ?? ""
        for word in ["/none/suites/data", "/none/here/Suites/data", "/none/bin/Suites/data", "checkout"] {
            #expect(text.contains(word), "\(text)")
        }
    }

    @Test(.enabled(if: Fixture.shared != nil, "needs ../shared"))
    func comesFromTheHoldout() throws {
        let locator = DatasetLocator(
            dataDirectory: (Fixture.shared ?? "") + "/data", environment: [:], workingDirectory: Self.repository,
            systemDirectory: "/none")
        let holdout = try locator.load(DatasetReference(name: "mnist", split: "holdout"))
        let train = try locator.load(DatasetReference(name: "mnist", split: "train"))
        #expect(holdout.count == 5848 && holdout.split == "holdout")
        #expect(holdout.pixels == Array(train.pixels[..<(5848 * 784)]))
        #expect(holdout.labels == Array(train.labels[..<5848]))
        let held = Set((0..<holdout.count).map { holdout.sample($0).digest })
        let sample = try locator.load(DatasetReference(name: "mnist-sample"))
        for index in 0..<sample.count {
            #expect(held.contains(sample.sample(index).digest))
        }
    }
}
