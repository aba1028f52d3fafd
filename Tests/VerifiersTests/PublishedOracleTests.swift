import Datasets
import NetworkFiles
import Networks
import Questions
import TestSupport
import Testing

/// Numbers of independent solvers on published networks.
@Suite(.enabled(if: SharedData.isPresent, "needs the published networks in ../shared"))
struct PublishedOracleTests {
    @Test func `bounds on the ten images agree with the oracle`() throws {
        let networks = try Dictionary(
            uniqueKeysWithValues: Set(try rows.map { $0["network"] ?? "" }).map { ($0, try network($0)) })
        let test = try mnist()
        for row in try rows {
            let network = try #require(networks[row["network"] ?? ""])
            let index = try #require(Int(row["mnist_test_index"] ?? ""))
            let epsilon = try #require(Double(row["epsilon"] ?? ""))
            let label = try #require(Int(row["label_used"] ?? ""))
            let query = Query(
                sample: test.sample(index), label: label, perturbation: PerturbationSet(epsilon: epsilon))
            var values = [String: Double]()
            for (method, column, tolerance) in [
                ("lp-greedy", "lp_greedy", 1e-3), ("crown", "crown", 1e-3), ("lp-all", "lp_all", 1e-5),
            ] {
                guard let expected = Double(row[column] ?? "") else { continue }
                let bound = try #require(try answer(method, query, on: network).marginLower)
                #expect(abs(bound - expected) <= tolerance, "\(method) on \(row)")
                values[method] = bound
            }
            values["lp-last"] = try answer("lp-last", query, on: network).marginLower
            for (weaker, stronger) in [("lp-greedy", "lp-last"), ("lp-last", "lp-all"), ("crown", "lp-all")] {
                guard let weak = values[weaker], let strong = values[stronger] else { continue }
                #expect(weak <= strong + 1e-9 * (1 + abs(weak)), "\(weaker) ≤ \(stronger) on \(row)")
            }
        }
    }

    @Test(arguments: [("ADV_MLP_B_0.1", "0.1", 0..<12), ("NOR_MLP_B", "0.03", 0..<2), ("NOR_MLP_B", "0.05", 4..<10)])
    func `branch and bound agrees with the strongest public verifier`(
        _ name: String, _ epsilon: String, _ indices: Range<Int>
    ) throws {
        let network = try network(name)
        let test = try mnist()
        for row in try SharedData.csv("oracles/alpha-beta-crown-cpu.csv")
        where row["network"] == name && row["epsilon"] == epsilon {
            guard let index = row["mnist_test_index"].flatMap(Int.init), indices.contains(index),
                row["verdict"] != "open"
            else { continue }
            let sample = test.sample(index)
            let query = Query(
                sample: sample, label: sample.label,
                perturbation: PerturbationSet(epsilon: try #require(Double(epsilon))), measure: .verdict)
            let outcome = try answer("bab", query, on: network, options: ["time-limit": .number(1000)])
            #expect(outcome.verdict.rawValue == row["verdict"], "image \(index)")
        }
    }

    @Test func `unstable neurons under LP-ALL agree with the oracle`() throws {
        let network = try network("ADV_MLP_B_0.1")
        let test = try mnist()
        for row in try rows where row["network"] == "ADV_MLP_B_0.1" {
            let query = Query(
                sample: test.sample(try #require(Int(row["mnist_test_index"] ?? ""))),
                label: try #require(Int(row["label_used"] ?? "")), perturbation: PerturbationSet(epsilon: 0.1))
            let unstable = try answer("lp-all", query, on: network).measurements.unstableByLayer
            #expect(unstable == [Int(row["unstable_layer1"] ?? ""), Int(row["unstable_layer2"] ?? "")])
        }
    }

    @Test(arguments: [("ADV_MLP_B_0.1", 333), ("NOR_MLP_B", 205), ("LPD_MLP_B_0.1", 409), ("LPD_MLP_B_0.4", 6797)])
    func `test errors are those computed independently`(_ name: String, _ errors: Int) throws {
        let network = try network(name)
        let test = try mnist()
        let images = (0..<test.count).map { test.sample($0) }
        let predictions = network.evaluator.predictions(
            .init(rows: test.count, columns: 784, elements: test.pixels))
        #expect(zip(images, predictions).filter { $0.label != $1 }.count == errors)
    }

    private var rows: [[String: String]] {
        get throws { try SharedData.csv("oracles/ten-image-bounds.csv") }
    }

    private func network(_ name: String) throws -> Network {
        let folder = name.hasPrefix("mnist_") ? "experiment_2" : "experiment_1"
        return try NetworkFile.read(path: "\(SharedData.folder ?? "")/data/salman2019/\(folder)/\(name).pth")
    }

    private func mnist() throws -> Dataset {
        let locator = DatasetLocator(
            dataDirectory: (SharedData.folder ?? "") + "/data", environment: [:], workingDirectory: ".",
            suiteDirectory: nil)
        return try locator.load(DatasetReference(name: "mnist"))
    }
}
