/// Stale cells by what made them so: a suite of which one method was improved has hundreds of cells and one reason.
public struct StaleSummary: Sendable, Hashable {
    /// What differs, as in `StaleCell`.
    public var differences: [String]
    /// The suite's ids, in its order.
    public var networks: [String]
    /// The suite's ids, in its order.
    public var methods: [String]
    public var cells: Int
    /// Samples that were answered then.
    public var answered: Int

    /// In the order in which the reasons first occur.
    public static func summaries(of cells: [StaleCell]) -> [StaleSummary] {
        var order = [[String]]()
        var found = [[String]: StaleSummary]()
        for cell in cells {
            if found[cell.differences] == nil { order.append(cell.differences) }
            var summary =
                found[cell.differences]
                ?? StaleSummary(differences: cell.differences, networks: [], methods: [], cells: 0, answered: 0)
            if !summary.networks.contains(cell.network) { summary.networks.append(cell.network) }
            if !summary.methods.contains(cell.method) { summary.methods.append(cell.method) }
            summary.cells += 1
            summary.answered += cell.answered
            found[cell.differences] = summary
        }
        return order.compactMap { found[$0] }
    }

    public var description: String {
        "\(Self.list(methods, "methods")) on \(Self.list(networks, "networks")): \(answered) earlier outcomes "
            + "in \(cells) cell\(cells == 1 ? "" : "s") are stale: " + differences.joined(separator: ", ")
    }

    private static func list(_ names: [String], _ noun: String) -> String {
        names.count > 3 ? "\(names.count) \(noun)" : names.joined(separator: ", ")
    }
}
