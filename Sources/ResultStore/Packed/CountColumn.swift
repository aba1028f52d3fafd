/// A column of whole numbers: in four bytes each while they fit, in eight from the first that does not.
struct CountColumn: Sendable {
    private let nothing: Int
    private var narrow: SparseColumn<Int32>
    private var wide: SparseColumn<Int>?

    /// - Parameter nothing: what stands where there is nothing to say; the least number of all stands for none.
    init(nothing: Int) {
        self.nothing = nothing
        narrow = SparseColumn(nothing: Int32(clamping: nothing))
    }

    var isSilent: Bool { wide?.isSilent ?? narrow.isSilent }

    subscript(position: Int) -> Int {
        get {
            if let wide { return wide[position] }
            let number = narrow[position]
            return number == .min ? .min : Int(number)
        }
        set {
            if wide == nil, let number = Self.narrowed(newValue) {
                narrow[position] = number
            } else {
                widen(room: narrow.count)
                wide?[position] = newValue
            }
        }
    }

    mutating func append(_ number: Int, room: Int) {
        if wide == nil, let number = Self.narrowed(number) {
            narrow.append(number, room: room)
        } else {
            widen(room: room)
            wide?.append(number, room: room)
        }
    }

    private static func narrowed(_ number: Int) -> Int32? {
        if number == .min { return .min }
        return number > Int(Int32.min) ? Int32(exactly: number) : nil
    }

    private mutating func widen(room: Int) {
        guard wide == nil else { return }
        var column = SparseColumn(nothing: nothing)
        for position in 0..<narrow.count { column.append(self[position], room: room) }
        wide = column
        narrow = SparseColumn(nothing: 0)
    }
}
