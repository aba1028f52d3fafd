import Datasets
import Foundation
import LinearAlgebra
import Questions
import Testing
import WorkerProtocol

@Suite struct MessageTests {
    private func text(_ message: Message) throws -> String {
        String(decoding: try message.frame().content, as: UTF8.self)
    }

    private func roundTrip(_ message: Message) throws -> Message { try Message(try message.frame()) }

    @Test func helloAndBegunAreGolden() throws {
        let hello = Message.hello(
            Hello(
                program: "verigap-worker", processIdentifier: 7, catalog: MethodCatalog([Fixtures.descriptor])))
        let golden = #"{"processIdentifier":7,"program":"verigap-worker","revisions":{"probe":1}}"#
        #expect(try text(hello) == golden)
        #expect(try roundTrip(hello) == hello)
        #expect(try text(.begun(BegunV1(id: 3))) == #"{"id":3}"#)
    }

    @Test func aWorkerOfAnotherBuildIsTold() throws {
        let own = MethodCatalog([Fixtures.descriptor])
        var revised = Fixtures.descriptor
        revised.revision += 1
        var other = Fixtures.descriptor
        other.name = "other"
        func difference(_ methods: [MethodDescriptor]) -> String? {
            Hello(program: "w", processIdentifier: 1, catalog: MethodCatalog(methods)).difference(from: own)
        }
        #expect(difference([Fixtures.descriptor]) == nil)
        #expect(difference([revised]) == "its probe is of revision 2, not 1")
        #expect(difference([]) == "it has no method probe")
        #expect(difference([Fixtures.descriptor, other]) == "it has a method other that is unknown here")
        // A worker from before revisions were sent.
        let header = FrameHeader(kind: .hello, version: Message.version(of: .hello))
        let old = Frame(header: header, content: Array(#"{"processIdentifier":7,"program":"old"}"#.utf8))
        guard case .hello(let hello) = try Message(old) else {
            Issue.record("no hello")
            return
        }
        #expect(hello.difference(from: own) == "it does not say which methods it has")
    }

    @Test func faultIsGolden() throws {
        let fault = Message.fault(FaultV1(id: 2, kind: .samplesChanged, message: "other images"))
        #expect(try text(fault) == #"{"id":2,"kind":"samplesChanged","message":"other images"}"#)
        #expect(try roundTrip(fault) == fault)
    }

    @Test func jobIsGolden() throws {
        let digest = Digest(of: "x")
        let job = Message.job(
            JobV2(
                id: 5, network: NetworkReferenceV1(file: "/n/a.pth", architecture: .inferred, digest: digest),
                dataset: DatasetReferenceV1(
                    dataset: DatasetReference(name: "mnist"), dataDirectory: "/data", workingDirectory: "/w"),
                samples: [3, 1], samplesDigest: digest, labels: [7, 0], perturbation: PerturbationSet(epsilon: 0.1),
                method: MethodCall(Fixtures.descriptor, options: ["steps": .integer(9)]), measure: .verdict,
                perQuerySeconds: 60))
        let golden = """
            {"dataset":{"dataDirectory":"/data","dataset":{"name":"mnist","split":"test"},"workingDirectory":"/w"},"id":5,"labels":[7,0],\
            "measure":"verdict","method":{"name":"probe","options":{"steps":9}},"network":{"architecture":{},\
            "digest":"\(digest)","file":"/n/a.pth"},"perQuerySeconds":60,"perturbation":{"domain":{"lower":0,\
            "upper":1},"epsilon":0.1,"norm":"inf"},"samples":[3,1],"samplesDigest":"\(digest)"}
            """
        #expect(try text(job) == golden)
        #expect(try roundTrip(job) == job)
    }

    @Test func replyIsGoldenAndLean() throws {
        var measured = Outcome(verdict: .unknown, marginLower: -0.5, reason: .boundTooLoose)
        measured.measurements.unstableByLayer = [4, 2]
        measured.measurements.lpSolves = 3
        let reply = Message.reply(
            ReplyV1(
                id: 1, outcomes: [OutcomeV1(Outcome(verdict: .robust, marginLower: 1.5)), OutcomeV1(measured)],
                wall: 0.25, cpu: 0.2, peak: 4096))
        #expect(
            try text(reply) == """
                {"cpu":0.2,"id":1,"outcomes":[{"lower":1.5,"verdict":"robust"},{"lower":-0.5,"lps":3,\
                "reason":"boundTooLoose","unstable":[4,2],"verdict":"unknown"}],"peak":4096,"wall":0.25}
                """)
        #expect(try roundTrip(reply) == reply)
    }

    @Test func everyFieldOfAnOutcomeTravels() throws {
        var outcome = Outcome(
            verdict: .falsified, marginLower: -.infinity, marginUpper: -1e-17, distanceLower: 0.1 + 0.2,
            witness: Witness(
                pixels: [0, -0.0, .leastNonzeroMagnitude, 1, 0.1], adversarialClass: 4, marginFloat: -1,
                marginDouble: -1.0000000001),
            reason: .solverStopped, impliedBy: "pgd", note: "a \"note\"")
        outcome.measurements.wallSeconds = 1.25
        outcome.measurements.cpuSeconds = 1e-9
        outcome.measurements.peakMemoryBytes = 1 << 40
        outcome.measurements.lpSolves = 1
        outcome.measurements.lpFallbacks = 2
        outcome.measurements.simplexIterations = 3
        outcome.measurements.nodes = 4
        outcome.measurements.unstableByLayer = [5, 0]
        outcome.measurements.phases = ["bounds": 0.5]
        let reply = Message.reply(ReplyV1(id: 0, outcomes: [OutcomeV1(outcome)], wall: 2, cpu: 1, peak: 9))
        #expect(try roundTrip(reply) == reply)
        guard case .reply(let back) = try roundTrip(reply) else { return }
        #expect(back.measuredOutcomes == [outcome])
        #expect(back.outcomes[0].outcome.witness?.pixels[1].sign == .minus)
    }

    @Test func sharesOutWhatTheMethodDidNotMeasure() {
        var own = Outcome(verdict: .robust)
        own.measurements.wallSeconds = 9
        let reply = ReplyV1(
            id: 0, outcomes: [OutcomeV1(Outcome(verdict: .robust)), OutcomeV1(own)], wall: 3, cpu: 1, peak: 5)
        #expect(reply.measuredOutcomes.map(\.measurements.wallSeconds) == [1.5, 9])
        #expect(reply.measuredOutcomes.map(\.measurements.cpuSeconds) == [0.5, 0.5])
        #expect(reply.measuredOutcomes.map(\.measurements.peakMemoryBytes) == [5, 5])
    }

    @Test(arguments: [
        #"{"id":1,"outcomes":[{"verdict":"sure"}],"wall":0,"cpu":0,"peak":0}"#,
        #"{"id":1,"outcomes":[{"verdict":"falsified","witness":{"class":1,"count":2,"pixels":"AAAA"}}],"wall":0,"cpu":0,"peak":0}"#,
        #"{"id":1,"outcomes":[{"verdict":"falsified","witness":{"class":1,"count":-2,"pixels":""}}],"wall":0,"cpu":0,"peak":0}"#,
        #"{"id":1,"outcomes":[]}"#, "", "[]",
    ]) func malformedRepliesAreFaults(content: String) {
        let frame = Frame(header: FrameHeader(kind: .reply, version: 1), content: Array(content.utf8))
        #expect(throws: FrameFault.self) { try Message(frame) }
    }

    @Test func tenThousandOutcomesPassQuickly() throws {
        var generator = SeededGenerator(seed: 3)
        let outcomes = (0..<10_000).map { _ in
            var outcome = Outcome(verdict: .robust, marginLower: Double.random(in: 0...9, using: &generator))
            outcome.measurements.unstableByLayer = [Int.random(in: 0...100, using: &generator), 40]
            return OutcomeV1(outcome)
        }
        let reply = Message.reply(ReplyV1(id: 0, outcomes: outcomes, wall: 1, cpu: 1, peak: 1))
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try roundTrip(reply) == reply)
        let spent = clock.now - start
        if ProcessInfo.processInfo.environment["VERIGAP_PRINT_TIMES"] != nil { print("10,000 outcomes: \(spent)") }
        #expect(spent < .seconds(5))
    }
}
