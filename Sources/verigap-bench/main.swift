import Networks
import Questions
import Verifiers

// verigap-bench [method ...]: one line per network, ε and method, tab-separated after the header.
// verigap-bench tune SHARED [queries=50] [domains=1000000] [limit=20]: variants of bab on the oracle's hardest questions.
// verigap-bench attack network=FILE epsilon=NUMBER images=0-99 [method=pgd] [option=value ...]: images, falsified ones, CPU
// milliseconds per image in the fastest of seven rounds of one batch, sum of margins.
// verigap-bench bounds [--data-dir DIR]: CPU time of cheap bounds, on published networks where they are found in DIR.
// verigap-bench search network=FILE epsilon=NUMBER images=1,2,5-9 [method=bab] [option=value ...]: one line per image.

if CommandLine.arguments.dropFirst().first == "search" {
    guard let arguments = SearchArguments(CommandLine.arguments.dropFirst(2)),
        let verifier = MethodRegistry.make(MethodCall(arguments.method, options: arguments.options))
    else { BenchmarkProgram.exitWithUsageError() }
    let benchmark = BenchmarkProgram.orExit { try SearchBenchmark() }
    print(SearchBenchmark.header)
    for question in arguments.questions {
        print(SearchBenchmark.line(question, try benchmark.answer(question, verifier)))
    }
} else if CommandLine.arguments.dropFirst().first == "attack" {
    let words = CommandLine.arguments.dropFirst(2)
    guard let arguments = SearchArguments(words.contains { $0.hasPrefix("method=") } ? words : ["method=pgd"] + words),
        let verifier = MethodRegistry.make(MethodCall(arguments.method, options: arguments.options))
    else { BenchmarkProgram.exitWithUsageError() }
    print(try AttackBenchmark.line(arguments, verifier))
} else if CommandLine.arguments.dropFirst().first == "bounds" {
    let rest = Array(CommandLine.arguments.dropFirst(2))
    guard rest.isEmpty || (rest.count == 2 && rest[0] == "--data-dir") else { BenchmarkProgram.exitWithUsageError() }
    var benchmark = BoundsBenchmark(dataDirectory: rest.last ?? "/dev/null")
    try benchmark.run()
} else if CommandLine.arguments.count > 2, CommandLine.arguments[1] == "tune" {
    let values = Dictionary(
        CommandLine.arguments.dropFirst(3).map { argument in
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            return (parts.first ?? "", parts.last.flatMap(Double.init) ?? 0)
        }, uniquingKeysWith: { $1 })
    BenchmarkProgram.orExit {
        let tuning = try SearchTuning(
            shared: CommandLine.arguments[2], count: Int(values["queries"] ?? 50),
            domains: Int(values["domains"] ?? 1_000_000), limit: values["limit"] ?? 20)
        try tuning.run(SearchBenchmark())
    }
} else {
    try BenchmarkProgram.measureMethods(Set(CommandLine.arguments.dropFirst()))
}
