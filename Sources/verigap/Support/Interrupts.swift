import CShims
import Foundation
import Runner

/// Ctrl-C: the first lets jobs in flight end, the second ends them. SIGTERM ends them at once, and the program with
/// them: within `patience` it is gone, whatever its threads are at. What was recorded stays.
///
/// Signals come through a pipe to a thread of its own, which nothing else can keep busy.
final class Interrupts {
    /// Milliseconds from SIGTERM to the end of the program.
    static let patience = 1500

    private let input: Int32

    /// Watches SIGINT and SIGTERM until `end`. Where there is no descriptor left they keep their usual meaning.
    init(_ control: RunControl) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            input = -1
            return
        }
        input = ends[1]
        let output = ends[0]
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // A handler must not wait, not even for a thread that is slow to read.
        _ = fcntl(input, F_SETFL, O_NONBLOCK)
        Thread.detachNewThread {
            var number: UInt8 = 0
            while true {
                let count = read(output, &number, 1)
                if count == 1 {
                    Int32(number) == SIGTERM ? control.abort() : control.interrupt()
                } else if count == 0 || errno != EINTR {
                    break
                }
            }
            close(output)
        }
        _ = shims_report_signals(input, ExitStatus.interrupted.rawValue, Self.patience)
    }

    /// Gives the signals their usual meaning back.
    func end() {
        guard input >= 0 else { return }
        shims_release_signals()
        close(input)
    }
}
