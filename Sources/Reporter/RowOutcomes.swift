import Questions
import ResultStore

/// A method's outcomes about the images of a row, in the order of the row; `nil` where there is none.
///
/// They stay packed: an element is unpacked whenever it is asked for.
struct RowOutcomes: Sendable, RandomAccessCollection {
    private let list: OutcomeList
    /// Positions in `list`; negative where there is none.
    private let places: [Int32]

    /// - Parameter position: of every image in the row.
    init(_ list: OutcomeList, at position: [SampleID: Int]) {
        self.list = list
        var places = [Int32](repeating: -1, count: position.count)
        for number in list.indices {
            if let place = position[list.sample(at: number)] { places[place] = Int32(number) }
        }
        self.places = places
    }

    /// Of no image.
    static let empty = RowOutcomes(OutcomeList(), at: [:])

    var startIndex: Int { 0 }
    var endIndex: Int { places.count }

    subscript(place: Int) -> Outcome? {
        let number = Int(places[place])
        return number < 0 ? nil : list.outcome(at: number)
    }

    /// What an outcome claims with its witness, without its costs and its remark: in half the time.
    func claim(_ place: Int) -> Outcome? {
        let number = Int(places[place])
        return number < 0 ? nil : list.claim(at: number)
    }

    /// Whether the method ran itself; `nil` where there is no outcome.
    func isOwn(_ place: Int) -> Bool? {
        let number = Int(places[place])
        return number < 0 ? nil : !list.isImplied(at: number)
    }

    /// The verdicts alone.
    var verdicts: [Verdict?] { places.map { $0 < 0 ? nil : list.verdict(at: Int($0)) } }
}
