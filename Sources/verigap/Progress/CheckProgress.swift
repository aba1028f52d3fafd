import Foundation

/// How far an exact check of one proof is, on standard error: redrawn on a terminal, a line now and then elsewhere.
final class CheckProgress {
    private let path: String
    private let isShown: Bool
    private let interval: Double
    private var last = ContinuousClock.now
    private var isDrawn = false

    init(_ path: String, isShown: Bool) {
        self.path = path
        self.isShown = isShown
        interval = Console.isTerminal ? 0.2 : 10
    }

    /// So many bounds of at most so many are confirmed.
    func note(_ done: Int, of total: Int) {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard (now - last) / .seconds(1) >= interval else { return }
        last = now
        let text = "\(path): \(done) of at most \(total) bounds confirmed"
        if Console.isTerminal {
            isDrawn = true
            Console.raw("\r\u{1B}[K" + text.suffix(Console.width - 1))
        } else {
            Console.note(text)
        }
    }

    /// Takes the line off the screen.
    func end() {
        if isDrawn { Console.raw("\r\u{1B}[K") }
        isDrawn = false
    }
}
