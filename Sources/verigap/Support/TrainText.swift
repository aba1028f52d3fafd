import Foundation
import Questions
import Synchronization
import Tables
import Training

/// What training says of itself, as text.
package enum TrainText {
    /// One line: epoch, ε, loss, errors, time.
    package static func line(_ progress: TrainingProgress) -> String {
        let tally = progress.tally
        let images = Double(max(1, tally.images))
        var parts = ["epoch \(progress.epoch)/\(progress.epochs)"]
        if progress.share < 1 { parts[0] += " (\(Int(progress.share * 100)) %)" }
        if progress.epsilon > 0 { parts.append("ε \(NumberFormat.significant(3).text(progress.epsilon))") }
        parts.append("loss \(NumberFormat.significant(3).text(tally.loss / images))")
        parts.append("error \(percent(tally.errors, tally.images))")
        if let attacked = tally.attacked { parts.append("under attack \(percent(attacked, tally.images))") }
        if let uncertified = tally.uncertified { parts.append("not certified \(percent(uncertified, tally.images))") }
        parts.append("ETA \(TextFormat.duration(progress.remaining))")
        return parts.joined(separator: "  ")
    }

    package static func percent(_ count: Int, _ total: Int) -> String {
        "\(NumberFormat.fixed(2).text(100 * Double(count) / Double(max(1, total)))) %"
    }
}

/// Shows a training on standard error: one line redrawn on a terminal, a line per epoch elsewhere.
final class TrainDisplay: Sendable {
    private let style: ProgressDisplay.Style
    private let screen = Mutex(ProgressScreen())

    init(_ style: ProgressDisplay.Style) { self.style = style }

    func note(_ event: TrainingEvent) {
        switch (style, event) {
        case (.none, _): return
        case (_, .resumed(let epoch)):
            Console.note("going on after \(Wording.counted(epoch, "epoch")) of an earlier run")
        case (.terminal, .batches(let progress)):
            screen.withLock { Console.raw($0.drawing([String(TrainText.line(progress).prefix(Console.width))])) }
        case (.plain, .batches): return
        case (_, .epoch(let progress)):
            screen.withLock { Console.raw($0.erasing()) }
            Console.note(TrainText.line(progress))
        }
    }

    /// Takes the display off the screen.
    func end() {
        if style == .terminal { screen.withLock { Console.raw($0.erasing()) } }
    }
}

/// What `verigap train` prints at the end.
struct TrainReport: Encodable {
    var recipe: String
    var output: String
    var network: Digest
    var parameters: Int
    var epochs: Int
    /// Wall-clock seconds of training.
    var seconds: Double
    var errors: MeasuredErrors?

    var text: String {
        var lines = [
            "\(recipe): \(Wording.counted(epochs, "epoch")) in \(TextFormat.duration(seconds)), "
                + "\(Wording.counted(parameters, "parameter")), network \(network.short)"
        ]
        if let errors {
            let size = errors.images
            let norm = errors.norm.map { " in \($0.title)" } ?? ""
            lines.append("on \(errors.data) (n = \(size)), ε = \(TextFormat.number(errors.epsilon))\(norm):")
            lines.append("  clean error      \(TrainText.percent(errors.clean, size))")
            lines.append("  PGD error        \(TrainText.percent(errors.pgd, size))")
            lines.append("  LP-GREEDY error  \(TrainText.percent(errors.lpGreedy, size))")
        }
        lines.append("written to \(output)")
        return lines.joined(separator: "\n")
    }
}
