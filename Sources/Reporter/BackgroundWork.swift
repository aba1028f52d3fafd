import Foundation
import Synchronization

/// Work that a thread of its own does meanwhile.
final class BackgroundWork<Value: Sendable, Fault: Error>: Sendable {
    private let result = Mutex<Result<Value, Fault>?>(nil)
    private let group = DispatchGroup()

    init(_ work: @escaping @Sendable () throws(Fault) -> Value) {
        group.enter()
        DispatchQueue.global().async { [self] in
            let value: Result<Value, Fault>
            do throws(Fault) { value = .success(try work()) } catch { value = .failure(error) }
            result.withLock { $0 = value }
            group.leave()
        }
    }

    /// Waits until the work is done.
    func wait() { group.wait() }

    /// What came of it, once it is done.
    func value() throws(Fault) -> Value {
        wait()
        guard let result = result.withLock({ $0 }) else { preconditionFailure("the work has ended") }
        return try result.get()
    }
}
