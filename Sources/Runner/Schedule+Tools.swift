import Questions

/// External tools that are asked one question at a time.
extension Schedule {
    private func loneTool(of cell: Int) -> Digest? {
        guard let tool = plan.suite.methods[plan.cells[cell].method].tool, !tool.isParallel else { return nil }
        return tool.digest
    }

    /// Whether a cell has to wait until its tool has answered another question.
    func isToolBusy(_ cell: Int) -> Bool {
        !busyTools.isEmpty && loneTool(of: cell).map(busyTools.contains) ?? false
    }

    mutating func occupyTool(of cell: Int) {
        if let tool = loneTool(of: cell) { busyTools.insert(tool) }
    }

    mutating func releaseTool(of cell: Int) {
        guard !busyTools.isEmpty, let tool = loneTool(of: cell) else { return }
        busyTools.remove(tool)
    }
}
