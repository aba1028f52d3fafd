import LinearAlgebra
import Networks
import Questions
import SuiteFiles
import WorkerProtocol

extension PlannedNetwork {
    init(id: String, _ entry: SuiteNetwork, _ network: Network) {
        self.init(
            id: id,
            reference: NetworkReferenceV1(
                file: entry.file, architecture: entry.architecture, digest: network.digest),
            network: network)
    }

    /// A network that cannot be asked about.
    init(id: String, _ entry: SuiteNetwork, failing fault: InstanceFault) throws(NetworkFault) {
        var builder = NetworkBuilder(input: [1])
        try builder.linear(weight: Matrix(rows: 1, columns: 1, elements: [0]), bias: [0])
        self.init(
            id: id,
            reference: NetworkReferenceV1(file: entry.file, architecture: entry.architecture, digest: fault.digest),
            network: try builder.build())
        self.fault = fault
    }

    /// What run keys know of it.
    public var identity: NetworkIdentity {
        fault == nil
            ? network.identity : NetworkIdentity(digest: reference.digest, keepsFirstAnalysis: true)
    }
}

extension Plan {
    /// Warnings name no more instances than this.
    private static let namedInstances = 10

    /// What is said of instances that no method will be asked about.
    func instanceWarnings(_ document: SuiteDocument) -> [SuiteFault] {
        let remarks = ContestMatching(suite.contest, searchedInstances).remarks
        return unaskedWarnings(document) + remarks.map { document.fault($0, at: .dataset) }
    }

    /// The instances as published answers are searched for them.
    private var searchedInstances: [ContestMatching.Instance] {
        suite.networks.flatMap { network in
            (network.instances ?? []).map { row in
                let id = dataset.sample(row).id
                return ContestMatching.Instance(
                    benchmark: id.dataset, network: network.id, property: id.split,
                    limit: network.limit?.seconds ?? suite.budget.perQuerySeconds)
            }
        }
    }

    private func unaskedWarnings(_ document: SuiteDocument) -> [SuiteFault] {
        var reasons = [String]()
        for (entry, planned) in zip(suite.networks, networks) {
            guard let rows = entry.instances else { continue }
            if let fault = planned.fault {
                reasons.append("\(fault) (\(Wording.counted(rows.count, "instance")))")
                continue
            }
            let network = planned.network
            for row in rows {
                if let fault = InstanceFault.fault(of: dataset.sample(row), on: network) {
                    reasons.append("\(entry.id): \(fault)")
                }
            }
        }
        guard !reasons.isEmpty else { return [] }
        let few = reasons.prefix(Self.namedInstances).map { "\n  - \($0)" }.joined()
        let rest = reasons.count > Self.namedInstances ? "\n  - and \(reasons.count - Self.namedInstances) more" : ""
        return [
            document.fault(
                "these cannot be asked about; they are recorded as unsupported, and the others are asked:\(few)\(rest)",
                at: .dataset)
        ]
    }
}
