import Datasets
import Networks
import Questions

/// What a worker measures of itself.
public struct WorkerMeter: Sendable {
    /// CPU seconds of the calling thread so far.
    public var cpuSeconds: @Sendable () -> Double
    /// Peak resident memory of the process so far, in bytes.
    public var peakMemoryBytes: @Sendable () -> Int
    /// Instructions that the process has retired in user mode so far; `nil` where nobody counts them.
    public var instructions: @Sendable () -> Int?

    public init(
        cpuSeconds: @escaping @Sendable () -> Double, peakMemoryBytes: @escaping @Sendable () -> Int,
        instructions: @escaping @Sendable () -> Int? = { nil }
    ) {
        self.cpuSeconds = cpuSeconds
        self.peakMemoryBytes = peakMemoryBytes
        self.instructions = instructions
    }
}

/// Answers jobs.
public protocol JobExecutor {
    /// Calls `begun` once, when everything is loaded and the method is about to be asked; then `soFar` whenever the outcome
    /// of a job's only query would be better than before if it ended now.
    func execute(_ job: JobV2, begun: () throws -> Void, soFar: (Outcome) -> Void) throws -> ReplyV1
}

/// Answers jobs with the methods it is given: loads the network and the images, checks that they are what the
/// coordinator meant, asks the method, measures. Networks and the dataset stay in memory between jobs.
public final class QueryExecutor: JobExecutor {
    /// Answers queries with the method that a call names; `nil` if there is none of that name.
    public typealias Methods = (MethodCall, [Query], Network, Deadline) -> [Outcome]?

    /// Answers questions of other forms than the plain one, and tells on the way what it would say of the last of them if it
    /// had to end; `nil` if there is no method of that name.
    public typealias Askers = (
        MethodCall, [AskedQuestion], Network, Deadline, _ soFar: (Outcome) -> Void
    ) -> [Outcome]?

    /// Writes a proof to a path without extension; says why nothing was written, where something should have been.
    public typealias ProofWriter = (_ path: String, _ networkFile: String) -> ProofEnding
    /// Answers one query as `Methods` does, and hands back what writes its proof, to be called once all is measured.
    /// `nil` if the method has no proofs.
    public typealias Provers = (MethodCall, Query, Network, Deadline) -> (outcome: Outcome, write: ProofWriter)?
    /// What writes the proof of an outcome of `Methods`, which can only be its witness.
    public typealias WitnessWriters = (MethodCall, Query, Network, Outcome) -> ProofWriter

    /// Asks a job's external tool.
    public typealias Tools = (ExternalTool, JobV2, [AskedQuestion], Network, Deadline) -> [Outcome]?

    private let loader: any InputLoader
    private let meter: WorkerMeter
    private let restrict: (Int) -> Void
    private let methods: Methods
    private let askers: Askers
    private let provers: Provers
    private let witnessWriters: WitnessWriters
    private let tools: Tools
    private var networks: [(reference: NetworkReferenceV1, network: Network)] = []
    private var dataset: (reference: DatasetReferenceV1, dataset: Dataset, digests: [Int: Digest])?

    /// Weights and biases kept in memory before the network unused for longest is dropped.
    private static let parameterLimit = 1 << 25

    /// - Parameter restrict: told how many bytes a job may occupy, before anything is loaded for it.
    public init(
        loader: any InputLoader, meter: WorkerMeter, restrict: @escaping (Int) -> Void = { _ in },
        methods: @escaping Methods,
        askers: @escaping Askers = { _, _, _, _, _ in nil },
        provers: @escaping Provers = { _, _, _, _ in nil },
        witnessWriters: @escaping WitnessWriters = { _, _, _, _ in { _, _ in .done } },
        tools: @escaping Tools = { _, _, _, _, _ in nil }
    ) {
        self.loader = loader
        self.meter = meter
        self.restrict = restrict
        self.methods = methods
        self.askers = askers
        self.provers = provers
        self.witnessWriters = witnessWriters
        self.tools = tools
    }

    public func execute(
        _ job: JobV2, begun: () throws -> Void, soFar: (Outcome) -> Void = { _ in }
    ) throws -> ReplyV1 {
        if let bytes = job.memoryBytes { restrict(bytes) }
        let network: Network
        switch try self.network(of: job) {
        case .success(let found): network = found
        case .failure(let fault):
            try begun()
            return reply(to: job, job.samples.map { _ in fault.outcome })
        }
        let all = try self.queries(of: job, pixels: network.inputShape.count)
        let (queries, job, merge) = askable(all, of: job, on: network)
        try begun()
        if queries.isEmpty { return reply(to: job, merge([])) }
        let clock = ContinuousClock()
        let cpuBefore = meter.cpuSeconds()
        let instructionsBefore = meter.instructions()
        let start = clock.now
        let deadline = Deadline(
            after: job.perQuerySeconds * Double(queries.count),
            cpuSeconds: job.cpuSeconds.map { $0 * Double(queries.count) })
        var writers = [ProofWriter]()
        guard var outcomes = answers(job, queries, network, deadline, soFar, &writers) else {
            throw FaultV1(id: job.id, kind: .unknownMethod, message: "there is no method \(job.method.words)")
        }
        let wall = (clock.now - start) / .seconds(1)
        guard outcomes.count == queries.count else {
            throw FaultV1(
                id: job.id, kind: .internalError,
                message: "\(job.method.name) answered \(outcomes.count) of \(queries.count) queries")
        }
        let cpu = meter.cpuSeconds() - cpuBefore
        if let before = instructionsBefore, let after = meter.instructions() {
            for index in outcomes.indices {
                outcomes[index].measurements.instructions = (after - before) / max(1, outcomes.count)
            }
        }
        if let limit = job.cpuSeconds, deadline.isOutOfProcessorTime {
            for index in outcomes.indices { outcomes[index].noteLimit("\(limit) CPU s") }
        }
        if let proofs = job.proofs {
            for (index, (name, write)) in zip(proofs.names, writers).enumerated() {
                let ending = write(proofs.folder + "/" + name, job.network.file)
                outcomes[index] = outcomes[index].settled(by: ending)
            }
        }
        return reply(to: job, merge(outcomes), wall: wall, cpu: cpu)
    }

    private func reply(to job: JobV2, _ outcomes: [Outcome], wall: Double = 0, cpu: Double = 0) -> ReplyV1 {
        ReplyV1(id: job.id, outcomes: outcomes.map(OutcomeV1.init), wall: wall, cpu: cpu, peak: meter.peakMemoryBytes())
    }

    /// The queries that can be asked with their part of the job, and what puts their outcomes beside those of the others.
    private func askable(
        _ queries: [Query], of job: JobV2, on network: Network
    ) -> (queries: [Query], job: JobV2, merge: ([Outcome]) -> [Outcome]) {
        let faults = queries.map { InstanceFault.fault(of: $0.sample, on: network) }
        let open = faults.indices.filter { faults[$0] == nil }
        guard open.count < queries.count else { return (queries, job, { $0 }) }
        var asked = job
        asked.proofs?.names = open.compactMap { index in
            job.proofs.flatMap { $0.names.indices.contains(index) ? $0.names[index] : nil }
        }
        return (
            open.map { queries[$0] }, asked,
            { outcomes in
                var all = faults.map { $0?.outcome ?? Outcome(verdict: .crashed, note: "no answer") }
                for (place, outcome) in zip(open, outcomes) { all[place] = outcome }
                return all
            }
        )
    }

    /// The method's outcomes; with proofs where they are asked for and the method has them.
    private func answers(
        _ job: JobV2, _ queries: [Query], _ network: Network, _ deadline: Deadline, _ soFar: (Outcome) -> Void,
        _ writers: inout [ProofWriter]
    ) -> [Outcome]? {
        let shape = dataset?.dataset.shape ?? []
        let questions = queries.map { AskedQuestion($0, job.form, shape: shape) }
        if let tool = job.tool { return tools(tool, job, questions, network, deadline) }
        func asked() -> [Outcome]? {
            askers(job.method, questions, network, deadline) { if queries.count == 1 { soFar($0) } }
        }
        let hasProofs = job.proofs?.names.count == queries.count
        guard job.form.isPlain || (job.form == .given && hasProofs) else { return asked() }
        guard hasProofs else { return methods(job.method, queries, network, deadline) }
        var outcomes = [Outcome]()
        for query in queries {
            let own = deadline.earlier(after: job.perQuerySeconds)
            guard let answer = provers(job.method, query, network, own) else {
                let all = job.form.isPlain ? methods(job.method, queries, network, deadline) : asked()
                writers = zip(queries, all ?? []).map { witnessWriters(job.method, $0, network, $1) }
                return all
            }
            outcomes.append(answer.outcome)
            writers.append(answer.write)
        }
        return outcomes
    }

    /// The job's network, or why the plan says that it cannot be asked about.
    private func network(of job: JobV2) throws(FaultV1) -> Result<Network, InstanceFault> {
        if let position = networks.firstIndex(where: { $0.reference == job.network }) {
            let entry = networks.remove(at: position)
            networks.append(entry)
            return .success(entry.network)
        }
        let network: Network
        do {
            network = try loader.network(file: job.network.file, architecture: job.network.architecture)
        } catch {
            let fault = InstanceFault(error, file: job.network.file)
            if job.isOfInstances, job.network.digest == fault.digest { return .failure(fault) }
            throw FaultV1(id: job.id, kind: .networkUnreadable, message: "\(error)")
        }
        guard network.digest == job.network.digest else {
            let fault = InstanceFault.softmax(file: job.network.file)
            if job.isOfInstances, job.network.digest == fault.digest { return .failure(fault) }
            throw FaultV1(
                id: job.id, kind: .networkChanged,
                message: "\(job.network.file) holds network \(network.digest.short), "
                    + "not \(job.network.digest.short) as planned: the file changed during the run")
        }
        networks.append((job.network, network))
        while networks.count > 1, networks.reduce(0, { $0 + $1.network.parameterCount }) > Self.parameterLimit {
            networks.removeFirst()
        }
        return .success(network)
    }

    private func queries(of job: JobV2, pixels: Int) throws(FaultV1) -> [Query] {
        if dataset?.reference != job.dataset {
            do { dataset = (job.dataset, try loader.dataset(job.dataset), [:]) } catch {
                throw FaultV1(id: job.id, kind: .datasetUnreadable, message: "\(error)")
            }
        }
        guard let images = dataset?.dataset, job.samples.allSatisfy({ (0..<images.count).contains($0) }),
            !images.given.isEmpty || images.shape.reduce(1, *) == pixels,
            job.labels?.count ?? job.samples.count == job.samples.count
        else {
            throw FaultV1(
                id: job.id, kind: .samplesChanged,
                message: "\(job.dataset.dataset.name) does not hold the images of the plan: it changed during the run")
        }
        let samples = job.samples.map { images.sample($0) }
        // Instances are answered each for itself.
        guard samples.allSatisfy({ $0.pixels.count == pixels || $0.given != nil || $0.fault != nil }) else {
            throw FaultV1(
                id: job.id, kind: .samplesChanged,
                message:
                    "\(job.network.file) takes \(pixels) inputs, samples of \(job.dataset.dataset.name) have others")
        }
        let digests = samples.map { sample in
            if let known = dataset?.digests[sample.id.index] { return known }
            let digest = sample.digest
            dataset?.digests[sample.id.index] = digest
            return digest
        }
        guard JobV2.digest(ofSamples: digests) == job.samplesDigest else {
            throw FaultV1(
                id: job.id, kind: .samplesChanged,
                message: "\(job.dataset.dataset.name) has other images than planned: it changed during the run")
        }
        return samples.enumerated().map { position, sample in
            Query(
                sample: sample, label: job.labels?[position] ?? sample.label, perturbation: job.perturbation,
                measure: job.measure)
        }
    }
}

extension JobV2 {
    fileprivate var isOfInstances: Bool { dataset.dataset.instances != nil }
}

extension Outcome {
    /// Says which limit ended the query, where one did.
    fileprivate mutating func noteLimit(_ limit: String) {
        guard verdict == .timeout || endedBy == .timeout else { return }
        note = [note, "ended by its limit of \(limit)"].compactMap(\.self).joined(separator: "; ")
    }
}
