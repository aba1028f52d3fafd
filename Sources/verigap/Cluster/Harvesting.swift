import Cluster
import DataFormats
import Foundation
import Questions
import ResultStore
import Runner

/// Brings the journals of a suite's waves into a store.
struct Harvesting {
    /// Journals that are added in one transaction.
    private static let journalsAtOnce = 500

    private let store: ResultStore
    private(set) var report: HarvestReport

    init(_ suite: String, into store: ResultStore) {
        self.store = store
        report = HarvestReport(suite: suite, store: store.path)
    }

    /// Adds what the waves' journals hold, then what follows from it, as a run would have recorded it.
    ///
    /// - Parameter folders: oldest first.
    mutating func add(_ folders: [WaveFolder]) throws {
        var known: (wave: WaveV1, plan: Plan)?
        for (index, folder) in folders.enumerated() {
            let wave = try folder.readWave()
            // Waves of the same suite and files have the same plan.
            let plan =
                if let known, known.wave.record.suiteDigest == wave.record.suiteDigest,
                    known.wave.inputs == wave.inputs
                { known.plan } else { try WavePlan.plan(wave, in: folder) }
            known = (wave, plan)
            var harvest = Harvest(record: wave.record, samples: plan.samples, cells: plan.runCells)
            try take(folder, wave, into: &harvest)
            if index == folders.count - 1 { try complete(plan, wave, &harvest) }
        }
    }

    private mutating func take(_ folder: WaveFolder, _ wave: WaveV1, into harvest: inout Harvest) throws {
        let identity = try folder.identity()
        var waiting = 0
        for number in wave.tasks.indices.map({ $0 + 1 }) {
            let (journals, unreadable) = try folder.readJournals(number)
            report.remarks += unreadable.map { "\($0); what it held is asked again" }
            for (file, journal) in journals {
                guard journal.header.wave == identity else {
                    report.remarks.append("\(file): it is of another wave and was left out")
                    continue
                }
                if !journal.damagedLines.isEmpty {
                    report.remarks.append(
                        "\(file):\(journal.damagedLines[0]): \(Wording.counted(journal.damagedLines.count, "line")) cannot be "
                            + "read; what they held is asked again")
                }
                harvest.take(journal)
                report.journals += 1
                waiting += 1
            }
            if waiting >= Self.journalsAtOnce {
                try add(&harvest)
                waiting = 0
            }
        }
        // Without any outcome too: the run and its cells are what a report begins with.
        try add(&harvest)
        if harvest.strangers > 0 {
            report.remarks.append(
                "\(folder.path): \(Wording.counted(harvest.strangers, "outcome")) that the wave does not ask for, left out"
            )
        }
    }

    private mutating func add(_ harvest: inout Harvest) throws {
        report.count(try store.add([harvest.snapshot], replacingDerived: true))
        harvest.clear()
    }

    /// What answers of earlier runs and of other tasks imply, which no task could know.
    private mutating func complete(_ plan: Plan, _ wave: WaveV1, _ harvest: inout Harvest) throws {
        var plan = plan
        try plan.consult(store)
        try store.adopt(plan.cells.flatMap(\.adoptions))
        let work = OpenWork(plan, options: RunOptions(workers: 1, cascade: wave.cascade), longest: .infinity)
        let now = Date().ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true))
        harvest.take(
            work.derived.map {
                Journal.Entry(
                    configuration: $0.configuration, sample: $0.sample, outcome: $0.outcome, recordedAt: now)
            })
        let before = report.added
        try add(&harvest)
        report.derived = report.added - before
        report.added = before
        report.missing = work.groups.reduce(0) { $0 + $1.queries } + work.postponed
    }
}

/// What `verigap cluster harvest` prints.
struct HarvestReport: Encodable {
    var suite: String
    var store: String
    var journals = 0
    /// Outcomes that the store did not have.
    var added = 0
    var known = 0
    /// Answered otherwise in the store, which stays.
    var differing = 0
    /// Answers that follow from others.
    var derived = 0
    var conflicts: [String] = []
    /// Queries of the suite that are unanswered.
    var missing = 0
    var remarks: [String] = []

    init(suite: String, store: String) {
        self.suite = suite
        self.store = store
    }

    mutating func count(_ summary: ImportSummary) {
        added += summary.added
        known += summary.known
        differing += summary.differing
        conflicts += summary.conflicts.map(\.description)
    }

    var text: String {
        var parts = ["\(added) new", "\(known) known"]
        if differing > 0 { parts.append("\(differing) answered otherwise in the store, which stays") }
        if derived > 0 { parts.append("\(derived) that follow from them") }
        if !conflicts.isEmpty { parts.append("\(conflicts.count) in conflict") }
        let rest = missing > 0 ? "\(Wording.counted(missing, "query", "queries")) unanswered" : "nothing is missing"
        return
            "\(suite): \(Wording.counted(journals, "journal")), outcomes in \(store): \(parts.joined(separator: ", ")); \(rest)"
    }
}
