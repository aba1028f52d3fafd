import Questions
import Yams

/// A share of images that every method is asked about, whatever cheaper ones said: what follows by the cascade holds by
/// construction, and these are where laws between methods can fail.
public struct Audit: Sendable, Hashable {
    /// 0…1.
    public var share: Double

    public static let none = Audit(share: 0)

    public init(share: Double) { self.share = share }

    /// Whether it takes in an image on a network: always the same ones, drawn by their content.
    public func covers(network: Digest, sample: Digest) -> Bool {
        guard share > 0 else { return false }
        let draw = Digest(of: network.bytes + sample.bytes).bytes.prefix(6).reduce(0.0) { $0 * 256 + Double($1) }
        return draw < share * Self.draws
    }

    /// 2⁴⁸.
    private static let draws = 281_474_976_710_656.0
}

extension SuiteParser {
    /// `2 %`, or a number in [0, 1].
    func audit(_ node: Node?) -> Audit {
        guard let node else { return .none }
        guard let text = scalar(node),
            let share = Quantities.percent(text).map({ $0 / 100 }) ?? Quantities.number(text),
            (0...1).contains(share)
        else {
            fault(
                "audit must be a share of the images, found \(describe(node))", at: node,
                hint: "audit: 2 % asks every method about so many images, whatever cheaper ones said")
            return .none
        }
        return Audit(share: share)
    }
}
