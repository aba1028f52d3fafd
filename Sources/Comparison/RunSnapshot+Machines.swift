import ResultStore

extension RunSnapshot {
    /// The kinds of machine that outcomes are of, as far as their runs are known: tasks of a cluster may have run on several.
    var machines: Set<String> { Set(outcomesByRun.keys.compactMap { $0.map { runs[$0].machine } }) }

    /// The run with the machine that asked: the one that submitted it to a cluster may have asked nothing.
    var timedRun: RunRecord {
        guard let machine = machines.first, machines.count == 1 else { return run }
        var record = run
        record.machine = machine
        return record
    }
}
