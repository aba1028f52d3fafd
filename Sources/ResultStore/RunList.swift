import GRDB

/// The runs that attempts are of, read as they turn up.
struct RunList {
    private let database: Database
    private var records = [RunRecord]()
    /// By row id.
    private var positions = [Int64: Int]()

    init(of database: Database) { self.database = database }

    /// Position of an attempt's run in the order of turning up; `nil` where the attempt is older than its run, whose file
    /// brought it along from another one.
    mutating func position(of attempt: ResultStore.LatestAttempt) throws -> Int? {
        let position = try positions[attempt.run] ?? enter(attempt.run)
        return records[position].canHaveRecorded(at: attempt.recordedAt) ? position : nil
    }

    private mutating func enter(_ row: Int64) throws -> Int {
        let json = try String.fetchOne(database, sql: "SELECT json FROM runs WHERE id = ?", arguments: [row])
        let record = try ResultStore.record(json ?? "")
        // Two rows may hold the same run: an earlier verigap entered a file's run again.
        let position = records.firstIndex(of: record) ?? records.count
        if position == records.count { records.append(record) }
        positions[row] = position
        return position
    }

    /// Gives `snapshot` its runs, oldest first.
    func complete(_ snapshot: inout RunSnapshot) {
        var used = Set<Int>()
        for list in snapshot.outcomes {
            for position in list.indices { if let run = list.run(at: position) { used.insert(run) } }
        }
        guard !used.isEmpty else { return }
        let order = used.sorted { (records[$0].startedAt, $0) < (records[$1].startedAt, $1) }
        snapshot.runs = order.map { records[$0] }
        guard order != [0] else { return }
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        for cell in snapshot.outcomes.indices { snapshot.outcomes[cell].renameRuns { places[$0] } }
    }
}
