import Dispatch
import Foundation
import Runner

/// Ctrl-C: the first lets jobs in flight end, the second ends them.
final class Interrupts {
    private let sources: [any DispatchSourceSignal]

    /// Watches SIGINT and SIGTERM until `end`.
    init(_ control: RunControl) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { control.interrupt() }
            source.resume()
            return source
        }
    }

    /// Gives the signals their usual meaning back.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
