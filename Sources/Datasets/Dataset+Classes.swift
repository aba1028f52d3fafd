extension Dataset {
    /// The same images with classes joined into fewer: the label of an image becomes the position of the group that holds its
    /// class. The name says the groups (`mnist=0.1.2.3.4-5.6.7.8.9`), so that no image with a joined label passes for one
    /// with its own.
    ///
    /// - Parameter groups: disjoint.
    /// - Throws: `DatasetFault` when the class of an image is in no group.
    func joiningClasses(_ groups: [[Int]]) throws(DatasetFault) -> Dataset {
        var groupOf = [Int: Int]()
        for (position, group) in groups.enumerated() {
            for member in group { groupOf[member] = position }
        }
        if let stray = labels.first(where: { groupOf[$0] == nil }) {
            throw .mismatch(
                file: "\(name) \(split)", message: "there are images of class \(stray), which no group of classes holds"
            )
        }
        let words = groups.map { $0.map(String.init).joined(separator: ".") }
        return Dataset(
            name: name + "=" + words.joined(separator: "-"), split: split, shape: shape,
            labels: labels.map { groupOf[$0] ?? 0 }, pixels: pixels)
    }
}
