/// Remarks behind numbers, `12.00 (n = 50)`, as marks that are explained once under the table. † is left to those whom
/// tables mark with it.
struct LaTeXMarks {
    private static let signs = ["‡", "§", "¶", "‖"]
    /// What is remarked, in the order of the table.
    private(set) var remarks: [String] = []

    /// Takes in the remark of a cell.
    mutating func add(_ suffix: String?) {
        guard let remark = Self.remark(in: suffix), !remarks.contains(remark) else { return }
        remarks.append(remark)
    }

    /// The mark of a suffix; `nil` of one that is no remark in brackets.
    func mark(of suffix: String?) -> String? {
        guard let remark = Self.remark(in: suffix), let number = remarks.firstIndex(of: remark) else { return nil }
        return sign(number)
    }

    /// `‡ n = 50. § n = 100.`; `nil` without remarks.
    var explanation: String? {
        guard !remarks.isEmpty else { return nil }
        return remarks.enumerated().map { "\(sign($0.offset)) \($0.element)." }.joined(separator: " ")
    }

    /// Signs, each alone and then doubled; numbers where remarks are more than that.
    private func sign(_ number: Int) -> String {
        let signs = Self.signs
        guard remarks.count <= 2 * signs.count else { return "(\(number + 1))" }
        return String(repeating: signs[number % signs.count], count: number / signs.count + 1)
    }

    private static func remark(in suffix: String?) -> String? {
        guard let suffix, suffix.hasPrefix(" ("), suffix.hasSuffix(")") else { return nil }
        return String(suffix.dropFirst(2).dropLast())
    }
}
