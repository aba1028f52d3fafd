import Foundation
import LinearAlgebra
import Networks
import Questions
import Verifiers

/// Times cheap bounds and PGD in CPU milliseconds per image, and holds them against what the machine's matrix product could do.
struct BoundsBenchmark {
    /// One network's figures.
    struct Row {
        var milliseconds: [String: Double]
        /// Floating-point operations of substituting every neuron down to the input, one line each.
        var operations: Double
    }

    static let methods = ["interval", "lp-greedy", "crown", "pgd"]

    private let dataDirectory: String
    private var rows: [String: Row] = [:]

    init(dataDirectory: String) { self.dataDirectory = dataDirectory }

    /// Prints a line per network, then how cost grows.
    ///
    /// The share of a method is the time that the products of full substitution would take at the speed of a large matrix product,
    /// over the time taken: above 100 % there was work that need not be done. CROWN substitutes every neuron twice.
    mutating func run() throws {
        let peak = Self.peak()
        print(String(format: "matrix product 512³\t%.1f GFLOP/s", peak / 1e9))
        print("network\tepsilon\timages\tinterval_ms\tlp_greedy_ms\tcrown_ms\tpgd40_ms\tlp_greedy_share\tcrown_share")
        for problem in BoundsProblem.all {
            let (name, network, queries) = try problem.make(dataDirectory: dataDirectory)
            let row = Row(
                milliseconds: Self.time(network, queries), operations: SubstitutionWork.operations(network.lowered))
            rows[problem.name] = row
            print(line(name, problem, row, peak))
            // A long run is looked at while it goes on.
            fflush(nil)
        }
        for growth in BoundsProblem.growths { printGrowth(growth) }
    }

    private func line(_ name: String, _ problem: BoundsProblem, _ row: Row, _ peak: Double) -> String {
        let times = Self.methods.map { String(format: "%.3f", row.milliseconds[$0] ?? 0) }
        let shares = [("lp-greedy", 1.0), ("crown", 2.0)].map { method, factor in
            let seconds = (row.milliseconds[method] ?? 0) / 1000
            return String(format: "%.0f %%", 100 * factor * row.operations / peak / seconds)
        }
        let head = [name, String(format: "%.4g", problem.epsilon), "\(problem.images)"]
        return (head + times + shares).joined(separator: "\t")
    }

    private func printGrowth(_ growth: (way: String, from: String, to: String)) {
        guard let from = rows[growth.from], let to = rows[growth.to] else { return }
        let ratios = Self.methods.map { method in
            String(format: "\(method) ×%.1f", (to.milliseconds[method] ?? 0) / (from.milliseconds[method] ?? 1))
        }
        let work = String(format: "operations ×%.1f", to.operations / from.operations)
        print("\(growth.way): \(growth.from) → \(growth.to)\t\((ratios + [work]).joined(separator: "\t"))")
    }

    /// CPU milliseconds per image and method, the best of three passes after one that does not count.
    private static func time(_ network: Network, _ queries: [Query]) -> [String: Double] {
        var times = [String: Double]()
        for name in methods {
            guard let method = MethodRegistry.catalog[name], let verifier = MethodRegistry.make(MethodCall(method))
            else { continue }
            let passes = (0..<4).map { _ in
                verifier.verify(queries, on: network, until: .never)
                    .reduce(0) { $0 + $1.measurements.cpuSeconds } / Double(queries.count)
            }
            times[name] = (passes.dropFirst().min() ?? 0) * 1000
        }
        return times
    }

    /// Floating-point operations per second of a product of two matrices of 512 rows, the best of ten.
    private static func peak() -> Double {
        let size = 512
        let matrix = Matrix<Double>(rows: size, columns: size, elements: Array(repeating: 1, count: size * size))
        let seconds = (0..<11).map { _ in
            let start = clock()
            _ = matrix.times(matrix)
            return Double(clock() - start) / Double(CLOCKS_PER_SEC)
        }
        return 2 * Double(size * size * size) / (seconds.dropFirst().min() ?? 1)
    }
}
