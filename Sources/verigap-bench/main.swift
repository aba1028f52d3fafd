import Networks
import Robustness
import Verifiers

// verigap-bench [method ...]: one line per network, ε and method, tab-separated after the header.

let wanted = Set(CommandLine.arguments.dropFirst())
for name in wanted where MethodRegistry.catalog[name] == nil {
    print("verigap-bench: there is no method \(name)")
    BenchmarkProgram.exitWithUsageError()
}

print("network\tepsilon\tmethod\tqueries\tmedian_ms\tmax_ms\tlp_solves\titerations\tnodes")
for problem in BenchmarkProblem.all {
    for method in MethodRegistry.catalog.methods where wanted.isEmpty || wanted.contains(method.name) {
        guard let line = try BenchmarkProgram.measure(method, on: problem) else { continue }
        print(line)
    }
}
