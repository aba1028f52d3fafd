import ArgumentParser
import Runner

/// Verdicts that may be asked for again, one or several joined by commas: `timeout,crashed`.
package struct RetryOption: ExpressibleByArgument, Hashable {
    package let verdicts: Set<RetriedVerdict>

    package init?(argument: String) {
        var verdicts = Set<RetriedVerdict>()
        for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let verdict = RetriedVerdict(rawValue: String(word)) else { return nil }
            verdicts.insert(verdict)
        }
        self.verdicts = verdicts
    }

    package static var allValueStrings: [String] { RetriedVerdict.allCases.map(\.rawValue) }
}
