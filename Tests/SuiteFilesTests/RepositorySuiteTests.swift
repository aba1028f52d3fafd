import Foundation
import Networks
import SuiteFiles
import Testing
import Verifiers

@Suite("The suites of the repository are correct")
struct RepositorySuiteTests {
    private static let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Suites").standardized

    private func read(_ name: String) throws -> Suite {
        let path = Self.folder.appendingPathComponent("\(name).yaml").path
        return try SuiteReader.document(path: path, catalog: MethodRegistry.catalog, search: everywhere).suite
    }

    @Test(arguments: [("salman2019-table1", 6, 66), ("salman2019-table1-full", 7, 66)])
    func thePublishedTable(name: String, columns: Int, figures: Int) throws {
        let suite = try read(name)
        #expect(suite.name == name)
        #expect(suite.networks.reduce(0) { $0 + $1.epsilons.count } == 11, "the table has eleven rows")
        #expect(suite.methods.count == columns)
        #expect(suite.published.count == figures)
        #expect(Set(suite.published.map(\.source)) == ["Salman et al. (2019), Table 1"])
        let folder = suite.networks.first { $0.id == "ADV-MLP-A" }
        #expect(folder?.architecture.layers?.count == 3)
    }

    @Test func theAblationRunsAnywhere() throws {
        let path = Self.folder.appendingPathComponent("tjeng2019-ablation.yaml").path
        let suite = try SuiteReader.read(path: path, catalog: MethodRegistry.catalog, locator: nowhere).suite
        let ablation = try #require(suite.ablation)
        #expect(!suite.cascade, "implied outcomes cost nothing")
        #expect(ablation.rows.map(\.method) == suite.methods.map(\.id).filter { $0 != "clean" })
        #expect(ablation.rows.compactMap(\.published).count == 4)
    }

    /// Networks that are drawn fit their images.
    @Test(arguments: ["salman2019-random"])
    func untrainedNetworksNeedNothingButTheRepository(_ name: String) throws {
        let path = Self.folder.appendingPathComponent("\(name).yaml").path
        let suite = try SuiteReader.read(path: path, catalog: MethodRegistry.catalog, locator: nowhere).suite
        for network in suite.networks {
            let random = try #require(network.architecture.random)
            let drawn = try random.network()
            #expect(drawn.classCount == 10 && drawn.inputShape.count == 784)
        }
    }

    @Test(arguments: [("salman2019-table2", 23), ("salman2019-table2-cifar", 9)])
    func theTableOfDistances(_ name: String, networks: Int) throws {
        let suite = try read(name)
        #expect(suite.networks.count == networks && Set(suite.networks.map(\.file)).count == networks)
        #expect(suite.reference == .prediction && suite.domain == nil)
        #expect(suite.networks.allSatisfy { (name == "salman2019-table2") == ($0.architecture.normalise == nil) })
    }

    /// The public yardstick for convolutions: 200 images with channels last, beside four published shares.
    @Test(arguments: [("sdp-mnist-cnn-a-adv", 0.3, 71.0), ("sdp-cifar-cnn-a-mix", 2.0 / 255, 42.5)])
    func theYardstickForConvolutions(_ name: String, epsilon: Double, share: Double) throws {
        let suite = try read(name)
        #expect(suite.name == name && suite.samples == .all && suite.domain == .unit)
        #expect(suite.dataset.pixelLayout == .hwc && suite.dataset.pixelScale == nil)
        #expect(suite.networks.map(\.epsilons) == [[epsilon]])
        #expect(suite.methods.last?.call.name == "bab" && suite.methods.last?.budget.cpuSeconds == 200)
        let published = try #require(suite.publishedShares.first)
        #expect(suite.publishedShares.count == 1 && published.epsilon == epsilon)
        #expect(published.shares.count == 4 && published.shares[0] == .init(verifier: "β-CROWN", percent: share))
        guard case .normalise(let mean, let deviation)? = suite.networks[0].architecture.layers?.first else { return }
        #expect(mean == [125.3, 123, 113.9].map { Double(Float($0 / 255)) })
        #expect(deviation == [63, 62.1, 66.7].map { Double(Float($0 / 255)) })
    }

    @Test func smokeNeedsNothingButTheRepository() throws {
        let path = Self.folder.appendingPathComponent("smoke.yaml").path
        let suite = try SuiteReader.read(path: path, catalog: MethodRegistry.catalog, locator: nowhere).suite
        #expect(suite.networks.map(\.epsilons) == [[0.05, 0.1]])
        #expect(suite.dataset.images?.hasSuffix("Suites/data/smoke-points.npy") == true)
        #expect(suite.methods.count == 9)
    }
}
