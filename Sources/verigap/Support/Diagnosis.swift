import Runner

/// What `verigap doctor` finds.
struct Diagnosis: Encodable {
    enum State: String, Encodable {
        case good = "ok"
        /// Not needed for what was asked.
        case absent = "–"
        case doubtful = "?"
        case bad = "BAD"
    }

    struct Finding: Encodable {
        var section: String
        var state: State
        var what: String
        var detail: String
        /// What to do.
        var remedy: String?
    }

    private(set) var findings: [Finding] = []
    private var firstFailure: ExitStatus?

    private enum CodingKeys: String, CodingKey { case findings }

    /// The exit code: that of the first finding that is bad, `nil` if none is.
    var status: ExitStatus? { firstFailure }

    mutating func note(
        _ section: String, _ state: State, _ what: String, _ detail: String, remedy: String? = nil,
        status: ExitStatus? = nil
    ) {
        findings.append(Finding(section: section, state: state, what: what, detail: detail, remedy: remedy))
        if state == .bad, firstFailure == nil { firstFailure = status ?? .inputNotFound }
    }

    var text: String {
        var lines = [String]()
        var section = ""
        let width = findings.map(\.what.count).max() ?? 0
        for finding in findings {
            if finding.section != section {
                lines += (lines.isEmpty ? [] : [""]) + [finding.section]
                section = finding.section
            }
            let state = finding.state.rawValue.padding(to: 4)
            let detail = finding.detail.split(separator: "\n", omittingEmptySubsequences: false)
            let indent = String(repeating: " ", count: width + 9)
            lines.append(
                "  \(state) \(finding.what.padding(to: width))  " + detail.joined(separator: "\n" + indent))
            if let remedy = finding.remedy { lines.append(indent + "→ " + remedy) }
        }
        return lines.map(TextFormat.trimmedEnd).joined(separator: "\n")
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
