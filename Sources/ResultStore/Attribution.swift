import Questions

/// Which run an outcome is of.
extension RunRecord {
    /// Whether an outcome of that time can be this run's: it cannot be recorded before the run began.
    func canHaveRecorded(at time: String) -> Bool {
        // Whole seconds, in which runs count.
        time.prefix(Self.secondsLength) >= startedAt.prefix(Self.secondsLength)
    }

    /// Stands for runs that are not known: it never began.
    static func unknown(suite: String) -> RunRecord {
        RunRecord(
            suite: suite, suiteDigest: Digest(of: ""), title: "", startedAt: "9999-12-31T23:59:59Z", command: "",
            commit: nil, machine: "", versions: [:], workers: 0, datasetDigest: Digest(of: ""))
    }

    /// As far as `2026-01-02T03:04:05` goes.
    private static let secondsLength = 19
}

extension RunSnapshot {
    /// Whether all outcomes are of the one run, as far as their times allow: nothing has to be said of each.
    var isOfOneRun: Bool {
        guard runs == [run] else { return false }
        return outcomes.allSatisfy { cell in
            cell.indices.allSatisfy { cell.run(at: $0) == (run.canHaveRecorded(at: cell.time(at: $0)) ? 0 : nil) }
        }
    }

    /// How many outcomes each of `runs` asked; `nil` counts those of runs that are not known.
    public var outcomesByRun: [Int?: Int] {
        outcomes.reduce(into: [:]) { counts, cell in
            for position in cell.indices { counts[cell.run(at: position), default: 0] += 1 }
        }
    }
}
