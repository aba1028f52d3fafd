/// A name as numbers and words: what the numbers of two names say about their order.
struct KeyNumbers {
    private enum Piece: Equatable {
        case number(Int)
        case word(String)
    }

    private let pieces: [Piece]

    init(_ name: String) { pieces = Self.split(name) }

    /// Whether this name stands before `other`: `true` or `false` where the first thing in which they differ is a number
    /// (`fc2`, `fc10`) or that only one has a number (`dense`, `dense_1`); `nil` where words differ, since no alphabet
    /// knows the order of layers.
    func precedes(_ other: KeyNumbers) -> Bool? {
        let first = pieces, second = other.pieces
        for (x, y) in zip(first, second) where x != y {
            if case .number(let m) = x, case .number(let n) = y { return m < n }
            return nil
        }
        if first.count < second.count, case .number = second[first.count] { return true }
        if second.count < first.count, case .number = first[second.count] { return false }
        return nil
    }

    /// The number at the end of the name.
    var trailing: Int? {
        if case .number(let number)? = pieces.last { number } else { nil }
    }

    /// Runs of digits and of letters; what separates them says nothing.
    private static func split(_ text: String) -> [Piece] {
        var pieces = [Piece]()
        var current = ""
        func close(_ run: String) {
            if !run.isEmpty { pieces.append(Int(run).map(Piece.number) ?? .word(run)) }
        }
        for character in text {
            let isDigit = character.isASCII && character.isNumber
            let wasDigit = current.last.map { $0.isASCII && $0.isNumber }
            let separates = "._/-: ".contains(character)
            if separates || wasDigit != nil && wasDigit != isDigit {
                close(current)
                current = ""
            }
            if !separates { current.append(character) }
        }
        close(current)
        return pieces
    }
}
