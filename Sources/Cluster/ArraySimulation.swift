import LinearAlgebra

/// What an array of so much work takes on a cluster: tasks of `TaskCutting`'s usual length, so many at a time, some of which fail or
/// straggle, in waves until nothing is missing. No files, no outcomes: times alone.
public struct ArraySimulation: Sendable, Hashable {
    /// Mean seconds of one query, on one core.
    public var secondsPerQuery: Double
    public var queries: Double
    /// Tasks that run at a time, one core each.
    public var width: Int
    /// Share of tasks that die half-way; what they have answered stays.
    public var failing = 0.01
    /// Share of tasks that take `slowness` times as long.
    public var straggling = 0.05
    public var slowness = 3.0
    /// Seconds that scheduling a task costs its place.
    public var overhead = 0.4

    public init(secondsPerQuery: Double, queries: Double, width: Int) {
        self.secondsPerQuery = secondsPerQuery
        self.queries = queries
        self.width = max(1, width)
    }

    public struct Result: Sendable, Hashable {
        /// Over all waves.
        public var tasks = 0
        public var waves = 0
        /// Seconds that cores were taken, scheduling included.
        public var coreSeconds = 0.0
        /// Seconds from the first task to the last.
        public var elapsed = 0.0
    }

    /// - Complexity: tasks × log(width).
    public func run(seed: UInt64 = 1) -> Result {
        var generator = SeededGenerator(seed: seed)
        var result = Result()
        var left = secondsPerQuery * queries
        while left > 0.5 * secondsPerQuery, result.waves < 100 {
            result.waves += 1
            let count = max(1, Int((left / TaskCutting.usualSeconds).rounded(.up)))
            let each = left / Double(count)
            // When each place is free again, as a heap.
            var places = [Double](repeating: 0, count: min(width, count))
            left = 0
            for _ in 0..<count {
                let (fate, speed) = (generator.unitDouble(), generator.unitDouble())
                var seconds = each * (speed < straggling ? slowness : 1)
                if fate < failing {
                    left += each / 2
                    seconds /= 2
                }
                Self.replaceFirst(&places, by: places[0] + seconds + overhead)
                result.coreSeconds += seconds + overhead
            }
            result.tasks += count
            result.elapsed += places.max() ?? 0
        }
        return result
    }

    /// Replaces the least of a heap by something greater.
    private static func replaceFirst(_ heap: inout [Double], by value: Double) {
        var place = 0
        while true {
            var next = 2 * place + 1
            guard next < heap.count else { break }
            if next + 1 < heap.count, heap[next + 1] < heap[next] { next += 1 }
            guard heap[next] < value else { break }
            heap[place] = heap[next]
            place = next
        }
        heap[place] = value
    }
}
