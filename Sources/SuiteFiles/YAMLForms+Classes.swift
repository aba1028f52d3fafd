import Yams

/// Reading how classes are joined.
extension YAMLForms {
    /// `[[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]`: groups that have no class in common. Whether they hold every class of the images
    /// is seen when those are read.
    func classGroups(_ node: Node) -> [[Int]]? {
        guard let nodes = entries(node, "classes") else { return nil }
        let groups = nodes.compactMap(classGroup)
        guard groups.count == nodes.count else { return nil }
        guard groups.count > 1 else {
            fault(
                "classes must be joined into two groups or more, found one", at: node,
                hint: "each group becomes a class: classes: [[0, 1], [2, 3]]")
            return nil
        }
        var seen = Set<Int>()
        for (group, node) in zip(groups, nodes) {
            guard let twice = group.first(where: { !seen.insert($0).inserted }) else { continue }
            fault("class \(twice) appears twice in classes", at: node)
            return nil
        }
        return groups
    }

    private func classGroup(_ node: Node) -> [Int]? {
        guard case .sequence = node else {
            fault(
                "a group of classes must be a list, found \(describe(node))", at: node,
                hint: "classes: [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]] makes two classes of ten")
            return nil
        }
        guard let nodes = entries(node, "a group of classes") else { return nil }
        let members = nodes.compactMap { integer($0, "a class", in: 0...1_000_000) }
        return members.count == nodes.count ? members : nil
    }
}
