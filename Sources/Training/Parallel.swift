import Dispatch

/// Work shared out over threads.
enum Parallel {
    /// Calls `body` for every index below `count`, by `workers` threads at most; returns when all are done.
    static func forEach(_ count: Int, workers: Int, _ body: @Sendable (Int) -> Void) {
        let threads = max(1, min(workers, count))
        guard threads > 1 else {
            for index in 0..<count { body(index) }
            return
        }
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for index in stride(from: thread, to: count, by: threads) { body(index) }
        }
    }

    /// `transform` of every index below `count`, in order.
    static func map<Value: Sendable>(
        _ count: Int, workers: Int, _ transform: @Sendable (Int) -> Value
    ) -> [Value] {
        let slots = (0..<count).map { _ in Slot<Value>() }
        forEach(count, workers: workers) { slots[$0].value = transform($0) }
        return slots.compactMap(\.value)
    }

    /// Written by one thread, read after all have ended.
    private final class Slot<Value: Sendable>: @unchecked Sendable {
        var value: Value?
    }
}
