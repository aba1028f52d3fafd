import Datasets
import Networks
import Questions
import ResultStore
import SuiteFiles

/// What of a suite is no longer as it was when a run of it was recorded.
public struct SuiteChanges {
    private let suite: Suite
    private let catalog: MethodCatalog
    private let snapshot: RunSnapshot
    private let networks: [String: NetworkIdentity]
    private let dataset: Dataset?

    /// - Parameters:
    ///   - networks: identities, by the suite's ids, of the networks that could be read; others count as unchanged.
    ///   - dataset: the suite's images; without them they count as unchanged.
    public init(
        to suite: Suite, catalog: MethodCatalog, networks: [String: NetworkIdentity], dataset: Dataset?,
        since snapshot: RunSnapshot
    ) {
        self.suite = suite
        self.catalog = catalog
        self.networks = networks
        self.dataset = dataset
        self.snapshot = snapshot
    }

    /// In words, each once: `network A: bytes`, `method pgd: option steps: 40 → 50`. Empty: nothing has changed.
    public var descriptions: [String] {
        let found = cellChanges + imageChanges
        // Remarks, notes and figures of papers make no outcome stale; what they change in a report shows there.
        guard !found.isEmpty, suite.digest != snapshot.run.suiteDigest else { return found }
        return ["suite file: its text"] + found
    }

    private var cellChanges: [String] {
        var recorded = [SuiteCell: RunCell]()
        for cell in snapshot.cells where recorded[key(cell)] == nil { recorded[key(cell)] = cell }
        var found = [String]()
        func note(_ text: String) { if !found.contains(text) { found.append(text) } }
        let networks = Dictionary(uniqueKeysWithValues: suite.networks.map { ($0.id, $0) })
        let methods = Dictionary(uniqueKeysWithValues: suite.methods.map { ($0.id, $0) })
        let expected = suite.cells(catalog)
        for key in expected {
            guard let cell = recorded[key] else {
                note(presence(of: key, among: recorded.keys, "is new"))
                continue
            }
            guard let network = networks[key.network], var method = methods[key.method],
                let descriptor = catalog[method.call.name]
            else { continue }
            // The version of a library that is not here cannot be compared and counts as unchanged.
            method.call = method.call.naming(librariesOf: cell.configuration.method, descriptor, onlyOpen: true)
            var configuration = suite.configuration(
                of: method, descriptor,
                network: self.networks[network.id] ?? NetworkIdentity(cell.configuration),
                size: key.size ?? cell.configuration.perturbation.epsilon, limit: network.limit)
            // Points were once asked anew for every size.
            if descriptor.claim == .classification {
                configuration.perturbation.epsilon = cell.configuration.perturbation.epsilon
            }
            for difference in configuration.differences(from: cell.configuration) {
                note(place(of: difference, network, method) + difference)
            }
            if let text = samplesChange(method, cell) { note(text) }
        }
        for cell in snapshot.cells where !expected.contains(key(cell)) {
            note(presence(of: key(cell), among: expected, "is gone"))
        }
        return found
    }

    private func key(_ cell: RunCell) -> SuiteCell {
        let claim = catalog[cell.configuration.method.name]?.claim
        return SuiteCell(
            network: cell.network, method: cell.method, cell.configuration, isPoint: claim == .classification)
    }

    /// The largest part of a cell that `others` lack altogether.
    private func presence(of key: SuiteCell, among others: some Collection<SuiteCell>, _ what: String) -> String {
        if !others.contains(where: { $0.network == key.network }) { return "network \(key.network): \(what)" }
        if !others.contains(where: { $0.method == key.method }) { return "method \(key.method): \(what)" }
        let size = key.size.map { "ε = \($0) " } ?? "the question without ε "
        return "network \(key.network): \(size)\(what)"
    }

    private func place(of difference: String, _ network: SuiteNetwork, _ method: SuiteMethod) -> String {
        if difference == "network bytes" { return "network \(network.id): " }
        let isOfMethod = ["method", "option", "revision"].contains { difference.hasPrefix($0) }
        return isOfMethod ? "method \(method.id): " : ""
    }

    private func samplesChange(_ method: SuiteMethod, _ cell: RunCell) -> String? {
        guard let dataset else { return nil }
        let indices = suite.positions(of: method, on: cell.network, labels: dataset.labels)
        guard indices != cell.samples.map(\.index) else { return nil }
        return "method \(method.id): asked about \(cell.samples.count) images then, \(indices.count) now, or others"
    }

    private var imageChanges: [String] {
        guard let dataset, dataset.digest != snapshot.run.datasetDigest else { return [] }
        return ["dataset \(suite.dataset.name): images or labels"]
    }
}

extension NetworkIdentity {
    /// The network that `configuration` was recorded with.
    fileprivate init(_ configuration: Configuration) {
        self.init(
            digest: configuration.network,
            keepsFirstAnalysis: !MethodDescriptor.isOfSecondAnalysis(configuration.revision))
    }
}
