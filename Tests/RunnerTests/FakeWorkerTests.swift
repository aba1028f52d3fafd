import Foundation
import Questions
import Runner
import Testing

/// Real processes that do what a worker never should: one attempt is lost, never the run.
@Suite(
    "Workers that misbehave", .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/stat"), "needs /proc"))
struct FakeWorkerTests {
    /// Asks through a worker that is `script`.
    private func ask(
        _ script: String, perQuery: String = "300 ms", memory: String = "1 GiB",
        patience: (hello: Double, loading: Double) = (60, 60)
    ) async throws -> (FakeWorker.Result, FakeWorker) {
        let worker = try FakeWorker(script)
        let result = try await worker.ask(perQuery: perQuery, memory: memory, patience: patience)
        return (result, worker)
    }

    /// No script ends by itself before many times that; a machine under load may take long to get to the end of a test.
    private static let patience = 900.0

    private static let timeouts = [
        "sleeps past its limit": "cat hello begun-$n; exec sleep 1000",
        "ignores SIGTERM": "trap '' TERM; cat hello begun-$n; while :; do sleep 0.05; done",
        "floods standard error": "cat hello begun-$n; cat /dev/zero >&2",
        "computes for ever": "cat hello begun-$n; while :; do :; done",
    ]

    @Test(arguments: timeouts.keys.sorted()) func timeout(_ what: String) async throws {
        let (result, worker) = try await ask(Self.timeouts[what] ?? "")
        defer { worker.remove() }
        let outcome = try #require(result.outcome)
        #expect(outcome.verdict == .timeout && result.fault == nil && worker.starts == 1, "\(what): \(outcome)")
        #expect((0.3...0.3 + 0.5 + 0.3).contains(outcome.measurements.wallSeconds), "\(outcome.measurements)")
        #expect(result.seconds < Self.patience)
        if what == "computes for ever" { #expect((0.01...1.1).contains(outcome.measurements.cpuSeconds)) }
    }

    /// A limit of processor time ends who computes and is said.
    @Test func processorTime() async throws {
        let (result, worker) = try await ask(
            "cat hello begun-$n; job; while :; do :; done", perQuery: "60 s, cpu: 300 ms")
        defer { worker.remove() }
        let outcome = try #require(result.outcome)
        #expect(
            outcome.verdict == .timeout && outcome.note?.contains("past its limit of 0.3 CPU s") == true, "\(outcome)")
        #expect((0.3...1.1).contains(outcome.measurements.cpuSeconds))
    }

    /// What a search over sizes has found stands, if the independent check does not refuse its witness.
    @Test(arguments: ["part", "lie"]) func whatWasFoundSoFar(_ part: String) async throws {
        let worker = try FakeWorker("cat hello begun-$n \(part); exec sleep 1000")
        defer { worker.remove() }
        let result = try await worker.ask(distances: true)
        let outcome = try #require(result.outcome)
        #expect(outcome.verdict == .timeout && result.fault == nil && worker.starts == 1, "\(outcome)")
        #expect(outcome.distanceLower == (part == "part" ? 0.125 : nil) && outcome.witness == nil)
        #expect(outcome.measurements.simplexIterations == (part == "part" ? 77 : 0))
        #expect((0.3...1.1).contains(outcome.measurements.wallSeconds))
        #expect(outcome.note?.contains("killed after") == true)
    }

    private static let crashes = [
        "writes garbage": (
            "cat hello begun-$n; printf '\\377\\377\\377\\377garbage'; exec sleep 1000", "a frame announces"
        ),
        "writes half a frame": ("cat hello; job; head -c 20 begun-$n", "the stream ends inside a frame"),
        "writes half a frame and stays": ("cat hello; head -c 20 begun-$n; exec sleep 1000", "took more than"),
        "writes zeros for ever": ("cat hello begun-$n; exec cat /dev/zero", "header is unreadable"),
        "begins for ever": ("cat hello; while cat begun-$n; do :; done", "it answered something else"),
        "answers another job": ("cat hello begun-9; exec sleep 1000", "it answered something else"),
        "closes its output": ("cat hello begun-$n; exec sleep 1000 >&-", "it closed its output"),
        "sleeps for ever before it begins": ("cat hello; exec sleep 1000", "took more than"),
        "dies": ("cat hello begun-$n; echo last words >&2; kill -SEGV $$", "died: signal 11: last words"),
        "is killed": ("cat hello begun-$n; kill -KILL $$", "died: signal 9"),
        "falls asleep": ("cat hello begun-$n; exec sleep 1000", "used no processor time any more"),
        "ends": ("cat hello begun-$n; exit 3", "died: exit code 3"),
    ]

    @Test(arguments: crashes.keys.sorted()) func crash(_ what: String) async throws {
        let (script, words) = try #require(Self.crashes[what])
        let (result, worker) = try await ask(
            script, perQuery: "20 s", patience: (60, words == "took more than" ? 2 : 60))
        defer { worker.remove() }
        let outcome = try #require(result.outcome)
        #expect(outcome.verdict == .crashed && result.fault == nil && worker.starts == 2, "\(what): \(outcome)")
        #expect(outcome.note?.contains(words) == true, "\(what): \(outcome.note ?? "")")
        #expect(result.seconds < Self.patience, "\(what): \(result.seconds) s")
    }

    /// A frame that never ends is a query that never ends.
    @Test func anEndlessFrame() async throws {
        let (result, worker) = try await ask("cat hello begun-$n endless; while :; do echo; sleep 0.01; done")
        defer { worker.remove() }
        #expect(result.outcome?.verdict == .timeout && result.seconds < Self.patience)
    }

    private static let silent = [
        "says nothing": ("exec sleep 1000", "did not say hello within 2 s"),
        "greets with garbage": ("printf 'no worker at all'; exec sleep 1000", "a frame announces"),
        "ends at once": ("exit 3", "it ended without a word (exit code 3)"),
    ]

    /// Workers of which none becomes ready are the one thing that ends a run.
    @Test(arguments: silent.keys.sorted()) func neverReady(_ what: String) async throws {
        let (script, words) = try #require(Self.silent[what])
        let (result, worker) = try await ask(script, patience: (script == "exec sleep 1000" ? 2 : 60, 60))
        defer { worker.remove() }
        #expect(result.fault?.exitStatus == .systemShort && worker.starts == 3)
        #expect(result.fault?.description.contains(words) == true, "\(String(describing: result.fault))")
        #expect(result.seconds < Self.patience)
    }

    /// What a worker has started ends with it, also where it holds the worker's pipes.
    @Test(arguments: ["exit 3", "exec sleep 1000", "trap '' TERM; while :; do sleep 0.05; done"])
    func children(_ script: String) async throws {
        let (result, worker) = try await ask(
            "cat hello begun-$n; sleep 1000 & echo $! > child; \(script)",
            perQuery: script == "exit 3" ? "30 s" : "0.3 s")
        defer { worker.remove() }
        #expect(result.outcome?.verdict == (script == "exit 3" ? .crashed : .timeout) && result.fault == nil)
        #expect(result.seconds < Self.patience)
        #expect(FakeWorker.hasEnded(try #require(worker.process("child"))))
    }

    /// One that has left the worker's process group cannot be found, but holds nobody up.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/setsid")))
    func aChildInASessionOfItsOwn() async throws {
        let (result, worker) = try await ask(
            "cat hello begun-$n; setsid sh -c 'echo $$ > child; exec sleep 1000' & while [ ! -s child ]; do :; done; exit 3",
            perQuery: "30 s")
        defer { worker.remove() }
        if let child = worker.process("child") { kill(child, SIGKILL) }
        #expect(result.outcome?.verdict == .crashed && result.seconds < Self.patience)
    }

    private static let exhaustions = [
        "std::bad_alloc": ("terminate called after throwing an instance of 'std::bad_alloc'", "ABRT"),
        "Swift": ("Fatal error: failed to allocate 99 bytes of memory with alignment 16", "ILL"),
        "Swift, with a trace": (
            "Fatal error: failed to allocate 9 bytes of memory with alignment 8\" >&2; i=1; while [ $i -le 90 ]; do"
                + " echo \"$i   verigap-worker      0x0000562b04acba26 <unavailable> + 3684902\" >&2; i=$((i + 1)); done; echo \"",
            "ABRT"
        ),
        "GLPK": ("Error: no memory available", "ABRT"),
    ]

    @Test(arguments: exhaustions.keys.sorted()) func aFailedAllocation(_ what: String) async throws {
        let (words, signal) = try #require(Self.exhaustions[what])
        let (result, worker) = try await ask(
            "cat hello begun-$n; echo \"\(words)\" >&2; kill -\(signal) $$", perQuery: "3 s")
        defer { worker.remove() }
        let outcome = try #require(result.outcome)
        #expect(outcome.verdict == .outOfMemory && worker.starts == 1, "\(outcome)")
        #expect(outcome.note?.contains(words.prefix(40)) == true && outcome.note?.contains("0x") == false)
    }

    /// A worker that allocates without end is stopped not far beyond its limit, and the peak is recorded.
    @Test func aHog() async throws {
        let (result, worker) = try await ask(
            "cat hello begun-$n; job; mkfifo zeros-$n; cat /dev/zero > zeros-$n & exec tail -c 20G < zeros-$n",
            perQuery: "20 s", memory: "300 MiB")
        defer { worker.remove() }
        let outcome = try #require(result.outcome)
        #expect(outcome.verdict == .outOfMemory, "\(outcome)")
        let peak = try #require(outcome.measurements.peakMemoryBytes)
        #expect(peak > 300 << 20 && peak < (300 + 300) << 20, "\(peak >> 20) MiB")
        #expect(outcome.measurements.cpuSeconds > 0)
    }
}
