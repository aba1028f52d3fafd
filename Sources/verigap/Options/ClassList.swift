import ArgumentParser
import Foundation

/// Classes on a command line: `3` or `3,5`; each once.
package struct ClassList: ExpressibleByArgument, Hashable {
    package var classes: [Int]

    package init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        let classes = parts.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        guard !classes.isEmpty, classes.count == parts.count, classes.allSatisfy({ $0 >= 0 }),
            Set(classes).count == classes.count
        else { return nil }
        self.classes = classes
    }
}
