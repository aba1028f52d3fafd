import DataFormats
import Datasets
import Foundation
import Testing

@Suite struct LocatorTests {
    @Test func searchPathHasTheDocumentedOrder() async throws {
        try await Fixture.withFolder { folder in
            try Fixture.write([], folder + "/repository/Package.swift")
            try FileManager.default.createDirectory(
                atPath: folder + "/repository/deep/er", withIntermediateDirectories: true)
            let locator = DatasetLocator(
                dataDirectory: "given", environment: ["VERIGAP_DATA": "/variable", "HOME": "/home/somebody"],
                workingDirectory: folder + "/repository/deep/er")
            #expect(
                locator.searchPath == [
                    folder + "/repository/deep/er/given", "/variable", folder + "/repository/deep/shared/data",
                    folder + "/shared/data", "/home/somebody/.cache/verigap", "/usr/share/datasets",
                ])
            let plain = DatasetLocator(
                environment: ["XDG_CACHE_HOME": "/cache", "HOME": "/home/somebody"], workingDirectory: "/some/place")
            #expect(plain.searchPath == ["/some/shared/data", "/cache/verigap", "/usr/share/datasets"])
        }
    }

    @Test func earlierFoldersWin() async throws {
        try await Fixture.withFolder { folder in
            try Fixture.writeTinyMNIST(folder + "/given/mnist", firstPixel: 1)
            try Fixture.writeTinyMNIST(folder + "/variable", gzip: true, firstPixel: 2)
            try Fixture.writeTinyMNIST(folder + "/shared/data/mnist", firstPixel: 3)
            try Fixture.writeTinyMNIST(folder + "/cache/verigap/mnist", firstPixel: 4)
            try Fixture.writeTinyMNIST(folder + "/system/fashion-mnist", gzip: true, firstPixel: 5)
            var locator = DatasetLocator(
                dataDirectory: folder + "/given",
                environment: ["VERIGAP_DATA": folder + "/variable", "XDG_CACHE_HOME": folder + "/cache"],
                workingDirectory: folder + "/work", systemDirectory: folder + "/system")
            func first() throws -> Float { try locator.load(DatasetReference(name: "mnist")).pixels[0] * 255 }
            #expect(try first() == 1)
            locator.dataDirectory = nil
            #expect(try first() == 2)
            locator.environment["VERIGAP_DATA"] = nil
            #expect(try first() == 3)
            try FileManager.default.removeItem(atPath: folder + "/shared")
            #expect(try first() == 4)
            #expect(try locator.load(DatasetReference(name: "fashion-mnist")).pixels[0] * 255 == 5)
        }
    }

    @Test func notFoundSaysWhereAndThreeWays() throws {
        let locator = DatasetLocator(
            dataDirectory: "/none/given", environment: ["XDG_CACHE_HOME": "/none/cache"],
            workingDirectory: "/none/work",
            systemDirectory: "/none/system")
        for name in ["mnist", "fashion-mnist", "cifar10"] {
            let fault = #expect(throws: DatasetFault.self) { try locator.load(DatasetReference(name: name)) }
            let text = fault?.description ?? ""
            for place in [
                "/none/given/\(name) (--data-dir", "/none/shared/data/\(name)", "/none/cache/verigap/\(name)",
            ] {
                #expect(text.contains(place), "\(text)")
            }
            for way in ["verigap fetch \(name)", "$VERIGAP_DATA", "dataset-fashion-mnist"] {
                #expect(text.contains(way), "\(text)")
            }
        }
    }

    @Test func unknownNamesAndSplits() throws {
        let locator = DatasetLocator(environment: [:], workingDirectory: "/none")
        #expect(
            throws: DatasetFault.unknownDataset(
                name: "imagenet", known: ["mnist", "fashion-mnist", "cifar10", "mnist-sample"])
        ) { try locator.load(DatasetReference(name: "imagenet")) }
        #expect(
            throws: DatasetFault.unknownSplit(dataset: "mnist", split: "dev", known: ["test", "train", "holdout"])
        ) {
            try locator.load(DatasetReference(name: "mnist", split: "dev"))
        }
    }

    @Test func filesBesideTheSuiteComeFirst() async throws {
        try await Fixture.withFolder { folder in
            try Fixture.write([1], folder + "/suites/net.pth")
            try Fixture.write([2], folder + "/given/net.pth")
            try Fixture.write([3], folder + "/given/other.pth")
            let locator = DatasetLocator(
                dataDirectory: folder + "/given", environment: [:], workingDirectory: folder, suiteDirectory: "suites")
            #expect(locator.findFile("net.pth") == folder + "/suites/net.pth")
            #expect(locator.findFile("other.pth") == folder + "/given/other.pth")
            #expect(locator.findFile(folder + "/given/net.pth") == folder + "/given/net.pth")
            #expect(locator.findFile("none.pth") == nil)
            #expect(locator.placesOfFile("none.pth").first == folder + "/suites/none.pth")
        }
    }
}
