import ArgumentParser
import Questions
import SuiteFiles

/// The range of a pixel on the command line: `0,1` or `unbounded`.
package struct DomainOption: ExpressibleByArgument, Hashable, CustomStringConvertible {
    /// `nil` is unbounded.
    package let domain: InputDomain?

    package static let unit = DomainOption(domain: .unit)

    private init(domain: InputDomain?) { self.domain = domain }

    package init?(argument: String) {
        if argument == "unbounded" {
            domain = nil
            return
        }
        let ends = argument.split(separator: ",", omittingEmptySubsequences: false).map {
            Quantities.number(String($0))
        }
        guard ends.count == 2, let lower = ends[0], let upper = ends[1], lower < upper else { return nil }
        domain = InputDomain(lower: lower, upper: upper)
    }

    package var description: String {
        domain.map { "\(TextFormat.number($0.lower)),\(TextFormat.number($0.upper))" } ?? "unbounded"
    }
    package var defaultValueDescription: String { description }
}

/// A duration on the command line: `200 ms`, `30 s`, `5 min`, `2 h`, or a bare number of seconds.
package struct DurationOption: ExpressibleByArgument, Hashable {
    package let seconds: Double

    package init(seconds: Double) { self.seconds = seconds }

    package init?(argument: String) {
        guard let seconds = Quantities.seconds(argument), seconds > 0 else { return nil }
        self.seconds = seconds
    }

    package var defaultValueDescription: String { "\(TextFormat.number(seconds)) s" }
}

extension Norm: ExpressibleByArgument {
    public init?(argument: String) { self.init(written: argument) }
}
extension ReferenceLabel: ExpressibleByArgument {}
extension Measure: ExpressibleByArgument {}
