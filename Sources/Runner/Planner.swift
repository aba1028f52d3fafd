import Datasets
import Networks
import Questions
import ResultStore
import SuiteFiles
import WitnessCheck
import WorkerProtocol

/// Turns a suite into a plan: loads its networks and images, checks that all fits together, looks up what the store
/// holds already.
public struct Planner {
    private let catalog: MethodCatalog
    private let loader: any InputLoader

    public init(catalog: MethodCatalog, loader: any InputLoader) {
        self.catalog = catalog
        self.loader = loader
    }

    /// Plans `document`.
    ///
    /// - Parameters:
    ///   - images: the suite's dataset and where to look for it.
    ///   - store: `nil` if there is none yet; `Plan.consult` makes up for it.
    /// - Throws: `PlanFault` with everything that is wrong, `StoreFault`.
    public func plan(_ document: SuiteDocument, images: DatasetReferenceV1, store: ResultStore?) throws -> Plan {
        let suite = try Self.namingVersions(document, catalog)
        let inputs = try load(document, images)
        let lists = suite.networks.map { network in
            suite.methods.map { suite.positions(of: $0, on: network.id, labels: inputs.dataset.labels) }
        }
        let positions = Set(lists.joined().joined()).sorted()
        let samples = positions.map { position in
            let sample = inputs.dataset.sample(position)
            return StoredSample(id: sample.id, label: sample.label, digest: sample.digest)
        }
        let indexOf = Dictionary(uniqueKeysWithValues: positions.enumerated().map { ($1, $0) })
        let indices = lists.map { lists in lists.map { list in list.compactMap { indexOf[$0] } } }
        var plan = Plan(
            suite: suite, catalog: catalog, dataset: inputs.dataset, datasetReference: images,
            datasetDigest: inputs.dataset.digest, networks: inputs.networks, samples: samples, cells: [], stale: [],
            changedSamples: [], costPriors: [])
        if suite.reference == .prediction {
            for index in plan.networks.indices {
                plan.networks[index].predictions = Self.predictions(
                    of: plan.networks[index].network, at: positions, in: inputs.dataset)
            }
        }
        let places = (
            network: Dictionary(uniqueKeysWithValues: suite.networks.enumerated().map { ($1.id, $0) }),
            method: Dictionary(uniqueKeysWithValues: suite.methods.enumerated().map { ($1.id, $0) })
        )
        for cell in suite.cells(catalog) {
            guard let index = places.network[cell.network], let number = places.method[cell.method],
                let descriptor = catalog[suite.methods[number].call.name]?.resolved(for: suite.methods[number].call)
            else { continue }
            let network = plan.networks[index].network
            let configuration = suite.configuration(
                of: suite.methods[number], descriptor, network: plan.networks[index].identity,
                size: cell.size ?? suite.largestSize(count: network.inputShape.count),
                limit: suite.networks[index].limit)
            plan.cells.append(
                PlannedCell(
                    cell: cell, network: index, method: number, descriptor: descriptor,
                    configuration: configuration, digest: configuration.digest, samples: indices[index][number],
                    answers: indices[index][number].map { _ in nil }))
        }
        plan.costPriors = plan.costPriors(by: [])
        plan.warnings = Self.warnings(document) + plan.instanceWarnings(document)
        if let store { try plan.consult(store) }
        return plan
    }

    private struct Inputs {
        var networks: [PlannedNetwork]
        var dataset: Dataset
    }

    /// Loads everything before complaining about anything.
    private func load(_ document: SuiteDocument, _ images: DatasetReferenceV1) throws(PlanFault) -> Inputs {
        var faults = [SuiteFault]()
        var onlyMissing = true
        var networks = [PlannedNetwork]()
        var facts = [String: NetworkFacts]()
        for entry in document.suite.networks {
            do {
                let planned = try entry.instances == nil ? network(entry) : instanceNetwork(entry)
                if planned.fault == nil { facts[entry.id] = NetworkFacts(planned.network) }
                networks.append(planned)
            } catch {
                onlyMissing = false
                faults.append(document.fault("\(entry.id) cannot be read: \(error)", at: .network(entry.id)))
            }
        }
        var dataset: Dataset?
        do { dataset = try loader.dataset(images) } catch {
            if case .notFound? = error as? DatasetFault {} else { onlyMissing = false }
            faults.append(document.fault("\(error)", at: .dataset))
        }
        let found = dataset.map { DatasetFacts($0, domain: document.suite.domain) }
        let misfits = SuiteReader.compatibilityFaults(
            of: document, catalog: catalog, networks: facts, dataset: found)
        faults += misfits
        guard let dataset, faults.isEmpty else {
            throw PlanFault(
                faults: SuiteFaults(faults),
                exitStatus: onlyMissing && misfits.isEmpty ? .inputNotFound : .dataFault)
        }
        return Inputs(networks: networks, dataset: dataset)
    }

    private func network(_ entry: SuiteNetwork) throws -> PlannedNetwork {
        let network = try loader.network(file: entry.file, architecture: entry.architecture)
        return PlannedNetwork(id: entry.id, entry, network)
    }

    /// The network of instances; one that cannot be read is planned with the reason, for the other instances are asked.
    private func instanceNetwork(_ entry: SuiteNetwork) throws -> PlannedNetwork {
        do {
            return PlannedNetwork(
                id: entry.id, entry, try loader.instanceNetwork(file: entry.file, architecture: entry.architecture))
        } catch { return try PlannedNetwork(id: entry.id, entry, failing: error) }
    }

    private static func warnings(_ document: SuiteDocument) -> [SuiteFault] {
        let epsilons = Set(document.suite.networks.flatMap(\.epsilons)).sorted()
        return document.suite.methods.compactMap { method in
            AttackReach.warning(of: method.call, epsilons: epsilons).map { document.fault($0, at: .method(method.id)) }
        }
    }

    private static func predictions(of network: Network, at positions: [Int], in dataset: Dataset) -> [Int] {
        stride(from: 0, to: positions.count, by: 500).flatMap { start in
            let batch = positions[start..<min(start + 500, positions.count)]
            return PredictedClass.classes(of: network, batch.map { dataset.sample($0).pixels })
        }
    }
}
