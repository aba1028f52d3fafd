import ArgumentParser
import Questions
import Runner
import Testing
import verigap

import enum Runner.ExitStatus

@Suite("Words of the command line")
struct ArgumentTests {
    @Test func dataReferences() {
        #expect(
            DataReference(argument: "mnist:test:124").map { "\($0.name) \($0.split) \($0.index ?? -1)" }
                == "mnist test 124")
        #expect(DataReference(argument: "mnist:7").map { "\($0.name) \($0.split) \($0.index ?? -1)" } == "mnist test 7")
        #expect(DataReference(argument: "mnist:train").map { "\($0.split) \($0.index ?? -1)" } == "train -1")
        #expect(DataReference(argument: "mnist").map { "\($0.split) \($0.index ?? -1)" } == "test -1")
    }

    @Test(arguments: ["", "mnist:", "mnist:test:x", "mnist:test:-1", "a:b:1:2", ":test:1"])
    func wrongDataReferences(text: String) { #expect(DataReference(argument: text) == nil) }

    @Test func radii() {
        #expect(Epsilon(argument: "8/255")?.value == 8.0 / 255)
        #expect(Epsilon(argument: "1e-3")?.value == 1e-3)
        #expect(Epsilon(argument: "-0.1") == nil)
        #expect(Epsilon(argument: "nan") == nil)
    }

    @Test func retriedVerdicts() {
        #expect(RetryOption(argument: "timeout,crashed")?.verdicts == [.timeout, .crashed])
        #expect(RetryOption(argument: "unknown")?.verdicts == [.unknown])
        #expect(RetryOption(argument: "robust") == nil)
        #expect(RetryOption(argument: "timeout,") == nil)
    }

    @Test func domainsAndDurations() {
        #expect(DomainOption(argument: "0,1") == .unit)
        #expect(DomainOption(argument: "unbounded").map { $0.domain == nil } == true)
        #expect(DomainOption(argument: "-0.5,0.5")?.description == "-0.5,0.5")
        #expect(DomainOption(argument: "1,0") == nil)
        #expect(DurationOption(argument: "5 min")?.seconds == 300)
        #expect(DurationOption(argument: "0 s") == nil)
    }

    @Test func runningOptions() throws {
        let options = try RunningOptions.parse([
            "--workers", "3", "--retry", "timeout", "--retry", "crashed,unknown", "--no-cascade", "--total", "2 min",
        ]).options
        #expect(options.workers == 3 && !options.fresh && options.cascade == false && options.totalSeconds == 120)
        #expect(options.retry == [.timeout, .crashed, .unknown])
        #expect(try RunningOptions.parse([]).options.cascade == nil)
        #expect(throws: (any Error).self) { try RunningOptions.parse(["--workers", "0"]) }
    }

    @Test(arguments: [
        ["run", "smoke"], ["run", "smoke", "--fresh", "--retry", "timeout"], ["report", "smoke", "--output", "R"],
        ["plan", "Suites/smoke.yaml", "--json"], ["doctor"], ["doctor", "smoke"], ["fetch", "mnist"],
        ["methods", "--markdown"], ["inspect", "net.pth", "--data", "mnist"],
        ["inspect", "net.pth", "--data", "mnist", "--input-domain", "unbounded"],
        ["export", "smoke", "-o", "-", "--witnesses"],
        ["import", "a.gz", "b.gz", "--store", "s"], ["report", "smoke", "--check"],
        ["cluster", "submit", "smoke", "--partition", "cpu", "--time", "2 h", "--tasks", "40", "--throttle", "8"],
        ["cluster", "submit", "smoke", "--executor", "local-array", "--jobs", "4"],
        ["cluster", "status", "smoke", "--json"], ["cluster", "harvest", "smoke", "--store", "s"],
        ["cluster", "resubmit", "smoke", "--dry-run"], ["cluster", "cancel", "smoke"],
        ["report", "smoke", "--from", "a.gz"],
        [
            "verify", "--network", "n", "--data", "mnist:test:1", "--epsilon", "0.1", "--method", "lp-all", "--norm",
            "2",
        ],
    ])
    func commandLinesThatAreRight(arguments: [String]) throws {
        _ = try Verigap.parseAsRoot(arguments)
    }

    @Test(arguments: [
        ["run"], ["walk", "smoke"], ["run", "smoke", "--retry", "robust"], ["report", "smoke", "--colour"],
        ["verify", "--network", "n", "--data", "mnist", "--epsilon", "0.1", "--method", "pgd"],
        ["verify", "--network", "n", "--data", "mnist:test:1", "--epsilon", "big", "--method", "pgd"],
        ["inspect", "net.pth", "--images", "x.npy"], ["inspect", "net.pth", "--input-domain", "1,0"], ["import"],
        ["export"],
        ["report", "smoke", "--from", "a.gz", "--store", "s"], ["report", "smoke", "--check", "--store", "s"],
        ["cluster", "submit"], ["cluster", "submit", "smoke", "--jobs", "2"],
        ["cluster", "submit", "smoke", "--executor", "local-array", "--partition", "cpu"],
        ["cluster", "submit", "smoke", "--executor", "torque"], ["cluster", "submit", "smoke", "--tasks", "0"],
        ["cluster", "harvest", "smoke", "--jobs", "2"],
    ])
    func commandLinesThatAreWrong(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try Verigap.parseAsRoot(arguments) }
        if let error { #expect(Verigap.exitCode(for: error).rawValue == ExitStatus.usage.rawValue) }
    }
}
