/// A column of numbers that may be missing, in many columns all of them: those cost nothing.
struct RareNumbers: Sendable {
    /// NaN stands for what is missing, as for what is no number. Empty while there is none at all.
    private var numbers = [Double]()
    private var count = 0

    mutating func append(_ number: Double?) {
        let number = number ?? .nan
        if numbers.isEmpty, !number.isNaN { numbers = Array(repeating: .nan, count: count) }
        if !numbers.isEmpty || !number.isNaN { numbers.append(number) }
        count += 1
    }

    /// In order; `nil` where a number is missing.
    var values: some Collection<Double?> {
        (0..<count).lazy.map { numbers.isEmpty || numbers[$0].isNaN ? nil : numbers[$0] }
    }
}
