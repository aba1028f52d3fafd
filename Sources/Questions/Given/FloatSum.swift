/// Doubles as sums of floats, without rounding: how numbers of a file enter a network, whose weights are floats.
public enum FloatSum {
    /// At most three floats whose sum is `number`; none for 0. `nil` where it is no such sum: beyond the range of floats, or with
    /// bits below their smallest.
    public static func parts(of number: Double) -> [Float]? {
        var (left, floats) = (number, [Float]())
        while left != 0, floats.count < 3 {
            let part = Float(left)
            guard part.isFinite, part != 0 else { return nil }
            floats.append(part)
            left -= Double(part)
        }
        return left == 0 ? floats : nil
    }

    /// Lists of floats, as many as are needed, whose sums by position are `numbers`.
    ///
    /// - Throws: for the first number that is no sum of three floats, with its position.
    public static func lists(of numbers: [Double]) throws(FamilyFault) -> [[Float]] {
        var lists = [[Float]]()
        for (position, number) in numbers.enumerated() where number != 0 {
            guard let floats = parts(of: number) else {
                throw FamilyFault("\(number) is no sum of three floats, which the numbers of a network are")
            }
            for (round, float) in floats.enumerated() {
                if lists.count <= round { lists.append(Array(repeating: 0, count: numbers.count)) }
                lists[round][position] = float
            }
        }
        return lists
    }
}
