/// What a misspelt word may have been meant to be.
package enum Spelling {
    /// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`.
    /// - Complexity: O(|a|·|b|)
    package static func distance(_ a: String, _ b: String) -> Int {
        let a = Array(a.lowercased()), b = Array(b.lowercased())
        var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in 0...a.count { rows[i][0] = i }
        for j in 0...b.count { rows[0][j] = j }
        for i in 0..<a.count {
            for j in 0..<b.count {
                let change = rows[i][j] + (a[i] == b[j] ? 0 : 1)
                var best = min(change, rows[i][j + 1] + 1, rows[i + 1][j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
                rows[i + 1][j + 1] = best
            }
        }
        return rows[a.count][b.count]
    }

    /// The candidate closest to `word`, if it is close enough to be a slip of the finger.
    package static func closest(to word: String, among candidates: [String]) -> String? {
        let ranked = candidates.map { (distance: distance(word, $0), word: $0) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        let shorter = min(word.count, best.word.count)
        return best.distance < shorter && best.distance <= (shorter + 2) / 3 ? best.word : nil
    }

    /// A hint for `word`: the closest candidate, or all of them.
    package static func hint(for word: String, among candidates: [String], called plural: String) -> String {
        if let match = closest(to: word, among: candidates) { return "did you mean \"\(match)\"?" }
        return "\(plural): \(candidates.joined(separator: ", "))"
    }
}
