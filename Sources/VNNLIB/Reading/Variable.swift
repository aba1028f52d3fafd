/// An input or an output of the network.
enum Variable: Hashable {
    case input(Int)
    case output(Int)

    /// Inputs before outputs, each by number.
    var order: (Int, Int) {
        switch self {
        case .input(let index): (0, index)
        case .output(let index): (1, index)
        }
    }

    /// For hints.
    static let names = "inputs are X_0, X_1, …, outputs Y_0, Y_1, …"

    /// `X_12` or `Y_3`; `nil` for every other word, `X_01` among them, which would be a second name of `X_1`.
    init?(numbered bytes: [UInt8], _ range: Range<Int>) {
        let start = range.lowerBound
        guard (3...12).contains(range.count), bytes[start + 1] == UInt8(ascii: "_"),
            range.count == 3 || bytes[start + 2] != UInt8(ascii: "0")
        else { return nil }
        var index = 0
        for position in range.dropFirst(2) {
            let digit = Int(bytes[position]) - 48
            guard (0...9).contains(digit) else { return nil }
            index = index * 10 + digit
        }
        switch bytes[start] {
        case UInt8(ascii: "X"): self = .input(index)
        case UInt8(ascii: "Y"): self = .output(index)
        default: return nil
        }
    }
}
