import Questions
import ResultStore

/// A method's outcomes about the images of a row, in the order of the row; `nil` where there is none.
///
/// They stay packed: an element is unpacked whenever it is asked for.
struct RowOutcomes: Sendable, RandomAccessCollection {
    /// A list has dozens of columns; whoever passes the outcomes on copies one reference.
    private final class Content: Sendable {
        let list: OutcomeList
        /// Positions in `list`; negative where there is none.
        let places: [Int32]

        init(_ list: OutcomeList, _ places: [Int32]) { (self.list, self.places) = (list, places) }
    }

    private let content: Content

    /// - Parameter position: of every image in the row.
    init(_ list: OutcomeList, at position: [SampleID: Int]) {
        var places = [Int32](repeating: -1, count: position.count)
        for number in list.indices {
            if let place = position[list.sample(at: number)] { places[place] = Int32(number) }
        }
        content = Content(list, places)
    }

    /// Of no image.
    static let empty = RowOutcomes(OutcomeList(), at: [:])

    var startIndex: Int { 0 }
    var endIndex: Int { content.places.count }

    subscript(place: Int) -> Outcome? {
        let number = Int(content.places[place])
        return number < 0 ? nil : content.list.outcome(at: number)
    }

    /// What an outcome claims with its witness, without its costs and its remark: in half the time.
    func claim(_ place: Int) -> Outcome? {
        let number = Int(content.places[place])
        return number < 0 ? nil : content.list.claim(at: number)
    }

    /// Whether the method ran itself; `nil` where there is no outcome.
    func isOwn(_ place: Int) -> Bool? {
        let number = Int(content.places[place])
        return number < 0 ? nil : !content.list.isImplied(at: number)
    }

    /// The verdicts alone.
    var verdicts: [Verdict?] { content.places.map { $0 < 0 ? nil : content.list.verdict(at: Int($0)) } }
}
