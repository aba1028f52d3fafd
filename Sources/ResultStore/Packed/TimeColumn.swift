/// A column of times as text, `2026-01-02T03:04:05.678`: one word each, but for those that are written otherwise.
struct TimeColumn: Sendable {
    /// Milliseconds since 2000-03-01, or −1 − n for the n-th text that is none of these.
    private var words = SparseColumn<Int64>(nothing: .min)
    private var others = InternedColumn<String>()

    var count: Int { words.count }

    subscript(position: Int) -> String {
        get { text(words[position]) }
        set { words[position] = word(of: newValue) }
    }

    mutating func append(_ text: String, room: Int) {
        words.append(word(of: text), room: room)
    }

    /// Whether two times are the same text.
    func areEqual(_ first: Int, _ second: Int) -> Bool {
        words[first] == words[second] || (words[first] < 0 && text(words[first]) == text(words[second]))
    }

    private mutating func word(of text: String) -> Int64 {
        if let time = MillisecondText.milliseconds(text) { return time }
        others.append(text, room: others.count + 1)
        return -Int64(others.count)
    }

    private func text(_ word: Int64) -> String {
        word >= 0 ? MillisecondText.text(word) : word == .min ? "" : others[Int(-word) - 1] ?? ""
    }
}

/// Times to the millisecond in the one form in which stores write them.
enum MillisecondText {
    private static let form = Array("0000-00-00T00:00:00.000".utf8)
    private static let zero = UInt8(ascii: "0")

    /// `nil` for what `text` would not give back.
    static func milliseconds(_ text: String) -> Int64? {
        var text = text
        let value: Int64? = text.withUTF8 { bytes in
            guard bytes.count == form.count else { return nil }
            var digits = [Int64](repeating: 0, count: 7)
            var part = 0
            for (byte, mark) in zip(bytes, form) {
                if mark == zero {
                    guard (zero...zero + 9).contains(byte) else { return nil }
                    digits[part] = 10 * digits[part] + Int64(byte - zero)
                } else {
                    guard byte == mark else { return nil }
                    part += 1
                }
            }
            guard digits[0] >= 2001, (1...12).contains(digits[1]), (1...31).contains(digits[2]), digits[3] < 24,
                digits[4] < 60, digits[5] < 60
            else { return nil }
            let minutes = (day(digits[0], digits[1], digits[2]) * 24 + digits[3]) * 60 + digits[4]
            return (minutes * 60 + digits[5]) * 1000 + digits[6]
        }
        // The 31st of a short month is a day of the next one.
        guard let value, date(value / 86_400_000).day == Int64(text.dropFirst(8).prefix(2)) else { return nil }
        return value
    }

    static func text(_ milliseconds: Int64) -> String {
        let date = date(milliseconds / 86_400_000)
        var rest = milliseconds % 86_400_000
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000]
        return String(unsafeUninitializedCapacity: form.count) { bytes in
            _ = bytes.initialize(from: form)
            var end = form.count
            for (value, width) in zip(([date.year, date.month, date.day] + clock).reversed(), [3, 2, 2, 2, 2, 2, 4]) {
                rest = value
                for place in 1...width {
                    bytes[end - place] = zero + UInt8(rest % 10)
                    rest /= 10
                }
                end -= width + 1
            }
            return form.count
        }
    }

    /// Days since 2000-03-01, from which leap days come last: the year is counted from March.
    private static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = (month + 9) % 12
        let years = year - 2000 - (month < 3 ? 1 : 0)
        return 365 * years + years / 4 - years / 100 + years / 400 + (153 * shifted + 2) / 5 + day - 1
    }

    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        var years = days / 365
        while 365 * years + years / 4 - years / 100 + years / 400 > days { years -= 1 }
        let inYear = days - (365 * years + years / 4 - years / 100 + years / 400)
        let shifted = (5 * inYear + 2) / 153
        return (
            2000 + years + (shifted > 9 ? 1 : 0), shifted > 9 ? shifted - 9 : shifted + 3,
            inYear - (153 * shifted + 2) / 5 + 1
        )
    }
}
