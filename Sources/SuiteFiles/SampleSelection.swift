import LinearAlgebra

/// Which images of a split.
public enum SampleSelection: Sendable, Hashable {
    case all
    case first(Int)
    /// Positions in the split, from 0, in the order given.
    case indices([Int])
    /// So many, drawn from the whole split without replacement, every set of them equally likely; the same seed draws the
    /// same everywhere, and fewer with the same seed are the first of more.
    case random(Int, seed: UInt64)
    /// So many of every class of true labels, each class drawn like `random`.
    case perClass(Int, seed: UInt64)

    /// The positions selected from a split with these true labels; those outside it are left out. Random positions come in
    /// the order in which they were drawn, classes in turn.
    ///
    /// - Complexity: O(split) for random selections.
    public func positions(in labels: [Int]) -> [Int] {
        switch self {
        case .all: return Array(labels.indices)
        case .first(let n): return Array(labels.indices.prefix(n))
        case .indices(let list): return list.filter(labels.indices.contains)
        case .random(let n, let seed): return Self.draw(n, of: Array(labels.indices), seed: seed)
        case .perClass(let n, let seed):
            let members = Dictionary(grouping: labels.indices) { labels[$0] }
            let drawn = members.sorted { $0.key < $1.key }.map { label, positions in
                // Every class has a stream of its own, so that none depends on how large the others are.
                Self.draw(n, of: positions, seed: seed ^ UInt64(bitPattern: Int64(label + 1)) &* 0x9E37_79B9_7F4A_7C15)
            }
            return (0..<n).flatMap { turn in drawn.compactMap { turn < $0.count ? $0[turn] : nil } }
        }
    }

    /// The first `count` cards of a shuffle (Fisher & Yates) of `positions`.
    private static func draw(_ count: Int, of positions: [Int], seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed)
        var cards = positions
        let count = min(count, cards.count)
        for place in 0..<count { cards.swapAt(place, place + below(cards.count - place, &generator)) }
        return Array(cards.prefix(count))
    }

    /// A number below `bound`, each equally likely. The standard library does not promise the same for ever.
    private static func below(_ bound: Int, _ generator: inout SeededGenerator) -> Int {
        let bound = UInt64(bound)
        // Draws of the incomplete last run of `bound` numbers are thrown away.
        let limit = UInt64.max - (UInt64.max % bound + 1) % bound
        while true {
            let number = generator.next()
            if number <= limit { return Int(number % bound) }
        }
    }
}

extension SampleSelection: CustomStringConvertible {
    /// In words: `the first 100`.
    public var description: String {
        switch self {
        case .all: "all images of the split"
        case .first(let n): "the first \(n)"
        case .indices(let list): "\(list.count) images by index"
        case .random(let n, let seed): "\(n) random images (seed \(seed))"
        case .perClass(let n, let seed): "\(n) random images of each class (seed \(seed))"
        }
    }
}
