import Foundation
import Runner
import Synchronization

/// Shows a run on standard error: redrawn in place on a terminal, a line now and then elsewhere.
final class ProgressDisplay: Sendable {
    enum Style: Sendable { case terminal, plain, none }

    private struct State {
        var model = ProgressModel()
        var screen = ProgressScreen()
        var lastPlain = -Double.infinity
        var lastDrawn = -Double.infinity
    }

    private let style: Style
    private let state = Mutex(State())
    private let start = ContinuousClock.now
    private static let plainInterval = 10.0
    private static let drawInterval = 0.1

    init(_ style: Style) { self.style = style }

    /// The style that fits where standard error goes.
    static func style(quiet: Bool) -> Style { quiet ? .none : Console.isTerminal ? .terminal : .plain }

    private var now: Double { (ContinuousClock.now - start) / .seconds(1) }

    func note(_ event: RunEvent) {
        guard style != .none else { return }
        let now = now
        state.withLock { state in
            let remark = state.model.note(event, now: now)
            if let remark {
                Console.raw(state.screen.erasing() + remark + "\n")
                state.lastDrawn = -.infinity
            }
            draw(&state, now: now)
        }
    }

    /// Redraws on a terminal, so that clocks move while nothing happens.
    func tick() {
        guard style == .terminal else { return }
        let now = now
        state.withLock { draw(&$0, now: now) }
    }

    /// Takes the display off the screen.
    func end() {
        state.withLock { Console.raw($0.screen.erasing()) }
    }

    private func draw(_ state: inout State, now: Double) {
        switch style {
        case .none: return
        case .terminal:
            guard now - state.lastDrawn >= Self.drawInterval else { return }
            state.lastDrawn = now
            let lines = ProgressText.lines(state.model.state(now: now), width: Console.width)
            Console.raw(state.screen.drawing(lines))
        case .plain:
            guard now - state.lastPlain >= Self.plainInterval else { return }
            state.lastPlain = now
            Console.note(ProgressText.plainLine(state.model.state(now: now)))
        }
    }
}
