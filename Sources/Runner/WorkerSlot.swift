import Questions
import WitnessCheck
import WorkerProtocol

/// A place for one worker: starts it when there is a job, replaces it when it is lost.
struct WorkerSlot: Sendable {
    let number: Int
    let launcher: any WorkerLauncher
    let coordinator: Coordinator
    /// Where proofs go, if they are asked for.
    let proofFolder: String?
    /// Seconds that a worker may take to say hello.
    let patience: Double
    /// Seconds that it may take to load what a job needs.
    let loadingLimit: Double
    /// Seconds that it may use no processor time.
    let idleLimit: Double

    /// How a worker left.
    private enum Departure: Sendable {
        case noMoreJobs
        /// It has grown larger than the job may; another worker has to do it.
        case outgrown(Job)
        case lost(Job, WorkerDeath)
        case neverReady(Job, String)
        case late(Job, Double)
        case unfit(RunFault)
    }

    /// Returns when there are no more jobs.
    func serve() async {
        var left: Job?
        while let job = await nextJob(left) {
            left = nil
            do throws(RunFault) {
                let (departure, ending) = try await launcher.withWorker { connection in
                    await converse(over: connection, beginningWith: job)
                }
                switch departure {
                case .noMoreJobs: return
                case .outgrown(let job): left = job
                case .lost(let job, var death):
                    if let soFar = death.soFar {
                        death.soFar = await settled([soFar], of: job, in: coordinator.plan)[0]
                    }
                    await coordinator.lose(job, death, ending, worker: number)
                case .neverReady(let job, let reason):
                    await coordinator.refuse(job, reason: "\(reason) (\(ending))", worker: number)
                case .late(let job, let limit):
                    let reason = WorkerSession.lateness(limit, ending)
                    await coordinator.refuse(job, reason: "\(reason) (\(ending))", worker: number)
                case .unfit(let fault):
                    await coordinator.fail(fault)
                    await coordinator.abandon()
                }
            } catch {
                await coordinator.fail(error)
                await coordinator.abandon()
            }
        }
    }

    /// A job that was taken but not begun, or the next.
    private func nextJob(_ left: Job?) async -> Job? {
        if let left { return left }
        return await coordinator.next(worker: number)
    }

    private func converse(over connection: any WorkerConnection, beginningWith first: Job) async -> Departure {
        let watchdog = Watchdog(connection)
        watchdog.start()
        defer { watchdog.stop() }
        await coordinator.attach(watchdog, worker: number)
        var session = WorkerSession(connection, watchdog, loadingLimit: loadingLimit)
        let departure = await converse(&session, beginningWith: first)
        await coordinator.detach(worker: number)
        return departure
    }

    private func converse(_ session: inout WorkerSession, beginningWith first: Job) async -> Departure {
        let plan = coordinator.plan
        let limit = plan.limits(of: first).memoryBytes
        switch await session.greet(within: patience, catalog: plan.catalog, memoryLimit: limit) {
        case .ready: break
        case .silent(let reason): return .neverReady(first, reason)
        case .late(let limit): return .late(first, limit)
        case .foreign(let text): return .unfit(.foreignWorker(path: launcher.name, difference: text))
        case .tooBig(let base): return .unfit(.memoryBudget(base: base, limit: limit))
        }
        var next = Optional(first)
        while let job = next {
            var limits = plan.limits(of: job)
            limits.idleSeconds = idleLimit
            if job != first, session.isTooBig(for: limits) { return .outgrown(job) }
            let result = await session.perform(plan.wire(job, proofFolder: proofFolder), within: limits)
            switch result {
            case .reply(let outcomes):
                await coordinator.finish(job, await settled(outcomes, of: job, in: plan), worker: number)
            case .fault(let fault) where fault.kind == .internalError:
                let death = WorkerDeath(cause: nil, seconds: 0, peak: 0, reason: fault.message)
                return .lost(job, death)
            case .fault(let fault):
                await coordinator.fail(.worker(fault))
                await coordinator.abandon()
            case .death(let death): return .lost(job, death)
            }
            next = await coordinator.next(worker: number)
        }
        return .noMoreJobs
    }

    /// Has the independent check decide every claimed witness, on as many cores as are free.
    private func settled(_ outcomes: [Outcome], of job: Job, in plan: Plan) async -> [Outcome] {
        let claims = outcomes.indices.filter { outcomes[$0].verdict == .falsified }
        guard !claims.isEmpty else { return outcomes }
        let network = plan.networks[plan.cells[job.cell].network].network
        return await withTaskGroup(of: [(Int, Outcome)].self) { group in
            for start in stride(from: 0, to: claims.count, by: 64) {
                group.addTask {
                    claims[start..<min(start + 64, claims.count)].map { index in
                        let question = plan.question(cell: job.cell, position: job.positions[index])
                        return (index, WitnessCheck.settle(outcomes[index], for: question, on: network))
                    }
                }
            }
            var settled = outcomes
            for await part in group {
                for (index, outcome) in part { settled[index] = outcome }
            }
            return settled
        }
    }
}

extension Plan {
    /// What a worker may use while it is at `job`: as much as the method itself is granted, and the job's queries together
    /// as many times that as there are.
    fileprivate func limits(of job: Job) -> WorkerLimits {
        let configuration = cells[job.cell].configuration
        return WorkerLimits(
            seconds: configuration.limit.perQuerySeconds * Double(job.positions.count),
            cpuSeconds: configuration.budget.cpuSeconds.map { $0 * Double(job.positions.count) },
            memoryBytes: configuration.budget.memoryBytes)
    }

    /// A job as it travels; proofs are named by run keys.
    func wire(_ job: Job, proofFolder: String? = nil) -> JobV2 {
        let cell = cells[job.cell]
        let network = networks[cell.network]
        let chosen = job.positions.map { cell.samples[$0] }
        var form = cell.configuration.form
        form.family.data = form.isPlain ? [] : suite.form.family.data
        var wired = JobV2(
            id: job.id, network: network.reference, dataset: datasetReference,
            samples: chosen.map { samples[$0].id.index },
            samplesDigest: JobV2.digest(ofSamples: chosen.map { samples[$0].digest }),
            labels: labels(of: cell).map { labels in chosen.map { labels[$0] } },
            perturbation: cell.configuration.perturbation, form: form, method: cell.configuration.method,
            measure: cell.configuration.measure, perQuerySeconds: cell.configuration.budget.perQuerySeconds,
            cpuSeconds: cell.configuration.budget.cpuSeconds, memoryBytes: cell.configuration.budget.memoryBytes,
            proofs: proofFolder.map { folder in
                ProofRequestV1(
                    folder: folder,
                    names: job.positions.map { runKey(cell: job.cell, position: $0).description })
            })
        wired.tool = suite.methods[cell.method].tool
        return wired
    }
}
