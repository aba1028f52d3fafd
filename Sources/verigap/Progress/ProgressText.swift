import Questions

/// Turns a moment of a run into text. Pure: same state and width, same lines.
package enum ProgressText {
    /// The lines of a terminal display, none of them wider than `width`.
    package static func lines(_ state: ProgressState, width: Int) -> [String] {
        let width = max(10, width)
        var lines = [barLine(state, width)]
        let counts = counts(state)
        if !counts.isEmpty { lines.append(counts) }
        lines += state.workers.map(workerLine)
        if let stopping = state.stopping { lines.append(stopping) }
        return lines.map { clip($0, width) }
    }

    /// One line for a log.
    package static func plainLine(_ state: ProgressState) -> String {
        let parts = ["\(state.done)/\(state.total) (\(share(state)))", counts(state), remaining(state.remaining)]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private static func barLine(_ state: ProgressState, _ width: Int) -> String {
        let tail = " \(share(state))  \(state.done)/\(state.total)  \(remaining(state.remaining))"
        let room = min(40, width - tail.count - 2)
        guard room >= 5 else { return TextFormat.trimmedEnd(String(tail.dropFirst())) }
        let filled = min(room, max(0, Int(Double(room) * fraction(state))))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: room - filled)
        return TextFormat.trimmedEnd("[\(bar)]\(tail)")
    }

    /// Beside a count of queries, a share of the work is called that.
    private static func share(_ state: ProgressState) -> String {
        "\(percent(state)) %" + (state.fraction == nil ? "" : " of the work")
    }

    /// Never 100 before all is done.
    private static func percent(_ state: ProgressState) -> Int {
        guard state.total > 0, state.done < state.total else { return 100 }
        return max(0, min(99, Int(100 * fraction(state))))
    }

    /// By work where that is known, else by count.
    private static func fraction(_ state: ProgressState) -> Double {
        state.fraction ?? (state.total > 0 ? Double(min(state.done, state.total)) / Double(state.total) : 0)
    }

    private static func counts(_ state: ProgressState) -> String {
        Verdict.allCases.compactMap { verdict in
            let name = state.asksForSizes ? nameOfBracket(verdict) : name(verdict)
            return state.verdicts[verdict].flatMap { $0 > 0 ? "\(name) \($0)" : nil }
        }.joined(separator: "  ")
    }

    /// A verdict for people. Plain classification proves nothing: it says `correct` for what the store calls unknown, and
    /// `misclassified` for falsified.
    package static func name(_ verdict: Verdict, ofClassification isClassification: Bool = false) -> String {
        switch verdict {
        case .unknown where isClassification, .robust where isClassification: "correct"
        case .falsified where isClassification: "misclassified"
        case .outOfMemory: "out of memory"
        case .witnessRejected: "witness rejected"
        default: verdict.rawValue
        }
    }

    /// What a search over sizes ended with.
    static func nameOfBracket(_ verdict: Verdict) -> String {
        switch verdict {
        case .falsified: "with a witness"
        case .unknown: "without a witness"
        case .robust: "certified up to the largest size"
        default: name(verdict)
        }
    }

    private static func remaining(_ seconds: Double?) -> String {
        seconds.map { "ETA \(TextFormat.duration($0))" } ?? ""
    }

    private static func workerLine(_ worker: ProgressState.Worker) -> String {
        guard let task = worker.task else { return "  worker \(worker.number)  waits" }
        return "  worker \(worker.number)  \(TextFormat.duration(worker.seconds))  \(task)"
    }

    private static func clip(_ line: String, _ width: Int) -> String {
        line.count <= width ? line : line.prefix(width - 1) + "…"
    }
}
