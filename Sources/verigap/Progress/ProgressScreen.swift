/// Redraws a few lines in place at the end of a terminal.
struct ProgressScreen {
    private var height = 0

    /// What replaces the lines drawn before by `lines`.
    mutating func drawing(_ lines: [String]) -> String {
        let text = erasing() + lines.map { $0 + "\n" }.joined()
        height = lines.count
        return text
    }

    /// What removes the lines drawn before.
    mutating func erasing() -> String {
        defer { height = 0 }
        return height == 0 ? "" : "\u{1B}[\(height)A\r\u{1B}[J"
    }
}
