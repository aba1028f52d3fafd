/// A column of times by name: names are the same for most outcomes, the times never are.
struct SecondsColumn: Sendable {
    private var names = InternedColumn<[String]>()
    /// Where the times of an outcome begin in `seconds`, in the order of their names.
    private var starts = SparseColumn<Int32>(nothing: 0)
    private var seconds = [Double]()

    var isSilent: Bool { names.isSilent }

    subscript(position: Int) -> [String: Double] {
        get {
            guard let names = names[position] else { return [:] }
            let start = Int(starts[position])
            return Dictionary(
                uniqueKeysWithValues: names.indices.map { (names[$0], seconds[start + $0]) })
        }
        set {
            // What stood there before stays behind: nobody replaces more than a few.
            let (keys, start) = enter(newValue)
            names[position] = keys
            starts[position] = start
        }
    }

    mutating func append(_ values: [String: Double], room: Int) {
        let (keys, start) = enter(values)
        names.append(keys, room: room)
        starts.append(start, room: room)
    }

    private mutating func enter(_ values: [String: Double]) -> (keys: [String]?, start: Int32) {
        guard !values.isEmpty else { return (nil, 0) }
        let start = Int32(seconds.count)
        let keys = values.keys.sorted()
        for key in keys { seconds.append(values[key] ?? 0) }
        return (keys, start)
    }
}
