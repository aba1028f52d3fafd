import Foundation
import Networks
import Questions
import Verifiers

/// Runs and prints measurements.
enum BenchmarkProgram {
    /// Seconds after which a batch is cut off.
    private static let limit = 60.0
    /// Queries of a batched method that are asked.
    private static let batch = 50

    /// Prints the table of the methods in `wanted`, of all where it is empty.
    static func measureMethods(_ wanted: Set<String>) throws {
        for name in wanted where MethodRegistry.catalog[name] == nil {
            print("verigap-bench: there is no method \(name)")
            exitWithUsageError()
        }
        print("network\tepsilon\tmethod\tqueries\tmedian_ms\tmax_ms\tlp_solves\titerations\tnodes")
        for problem in BenchmarkProblem.all {
            for method in MethodRegistry.catalog.methods where wanted.isEmpty || wanted.contains(method.name) {
                guard let line = try measure(method, on: problem) else { continue }
                print(line)
            }
        }
    }

    /// One line of the table, or `nil` where the method cannot handle the problem's norm.
    static func measure(_ method: MethodDescriptor, on problem: BenchmarkProblem) throws -> String? {
        guard method.norms.contains(.infinity), let verifier = MethodRegistry.make(MethodCall(method)) else {
            return nil
        }
        let network = try problem.makeNetwork()
        let count = method.batchSize > 1 ? min(method.batchSize, batch) : 5
        let queries = problem.queries(count, on: network)
        _ = verifier.verify([queries[0]], on: network, until: Deadline(after: limit))
        var outcomes = [Outcome]()
        for start in stride(from: 0, to: count, by: method.batchSize) {
            let batch = Array(queries[start..<min(start + method.batchSize, count)])
            outcomes += verifier.verify(batch, on: network, until: Deadline(after: limit))
        }
        let milliseconds = outcomes.map { $0.measurements.wallSeconds * 1000 }.sorted()
        let columns =
            [
                problem.name, "\(problem.epsilon)", method.name, "\(count)",
                String(format: "%.3f", milliseconds[count / 2]), String(format: "%.3f", milliseconds[count - 1]),
            ]
            + [\Measurements.lpSolves, \.simplexIterations, \.nodes].map { key in
                "\(outcomes.reduce(0) { $0 + $1.measurements[keyPath: key] })"
            }
        return columns.joined(separator: "\t")
    }

    /// What `body` gives; leaves with its message and the exit code for missing input where it throws.
    static func orExit<Result>(_ body: () throws -> Result) -> Result {
        do {
            return try body()
        } catch {
            FileHandle.standardError.write(Data("verigap-bench: \(error)\n".utf8))
            exit(66)
        }
    }

    /// Leaves with the exit code for wrong usage.
    static func exitWithUsageError() -> Never { exit(64) }
}
