import ArgumentParser

/// Images on the command line: `mnist`, `mnist:train` or `mnist:test:124`.
package struct DataReference: ExpressibleByArgument, Hashable {
    package let name: String
    package let split: String
    /// Position in the split, from 0; `nil` is the whole split.
    package let index: Int?

    package init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (1...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        name = parts[0]
        switch parts.count {
        case 1: (split, index) = ("test", nil)
        case 2:
            // mnist:124 is the image 124 of the test split.
            index = Int(parts[1])
            split = index == nil ? parts[1] : "test"
        default:
            guard let position = Int(parts[2]) else { return nil }
            (split, index) = (parts[1], position)
        }
        if let index, index < 0 { return nil }
    }
}
