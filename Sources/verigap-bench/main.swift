import Networks
import Robustness
import Verifiers

// verigap-bench [method ...]: one line per network, ε and method, tab-separated after the header.
// verigap-bench search network=FILE epsilon=NUMBER images=1,2,5-9 [method=bab] [option=value ...]: one line per image.

if CommandLine.arguments.dropFirst().first == "search" {
    guard let arguments = SearchArguments(CommandLine.arguments.dropFirst(2)),
        let verifier = MethodRegistry.make(MethodCall(arguments.method, options: arguments.options))
    else { BenchmarkProgram.exitWithUsageError() }
    let benchmark = try SearchBenchmark()
    print(SearchBenchmark.header)
    for question in arguments.questions {
        print(SearchBenchmark.line(question, try benchmark.answer(question, verifier)))
    }
} else {
    try BenchmarkProgram.measureMethods(Set(CommandLine.arguments.dropFirst()))
}
