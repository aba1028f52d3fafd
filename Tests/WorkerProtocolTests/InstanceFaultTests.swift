import Datasets
import Networks
import Questions
import Testing
import WorkerProtocol

/// Instances that cannot be asked about are answered with the reason, and the others of their job are asked.
@Suite struct InstanceFaultTests {
    private static let given = Dataset(
        name: "table",
        given: [
            GivenInstance(
                id: SampleID(dataset: "table", split: "fits", index: 0),
                property: GivenProperty(parts: [
                    .init(box: Box(lower: [0, 0], upper: [1, 1]), clauses: [[LinearForm([0: 1])]])
                ])),
            GivenInstance(id: SampleID(dataset: "table", split: "broken", index: 1), fault: "broken.vnnlib: 1:2: no"),
            GivenInstance(
                id: SampleID(dataset: "table", split: "wide", index: 2),
                property: GivenProperty(parts: [
                    .init(box: Box(lower: [0], upper: [1]), clauses: [[LinearForm([0: 1])]])
                ])),
            GivenInstance(
                id: SampleID(dataset: "table", split: "empty", index: 3),
                property: GivenProperty(unsatisfiableOf: 2)),
        ])

    private struct Loader: InputLoader {
        var keepsValues = true

        func network(file: String, architecture: ArchitectureSpec) throws -> Network {
            guard file == "/x/net.onnx" else { throw NetworkFault.noLayers }
            return try Fixtures.network()
        }
        func dataset(_ reference: DatasetReferenceV1) throws -> Dataset { InstanceFaultTests.given }
        func keepsOutputValues(file: String) throws -> Bool { keepsValues }
    }

    private func job(_ file: String, digest: Digest, samples: [Int], proofs: Bool = false) -> JobV2 {
        let reference = DatasetReference(name: "table", instances: [InstanceTable(file: "/x/i.csv", name: "table")])
        return JobV2(
            id: 7, network: NetworkReferenceV1(file: file, architecture: .inferred, digest: digest),
            dataset: DatasetReferenceV1(dataset: reference, workingDirectory: "/"), samples: samples,
            samplesDigest: JobV2.digest(ofSamples: samples.map { Self.given.sample($0).digest }),
            perturbation: PerturbationSet(epsilon: 1, domain: nil), form: .given,
            method: MethodCall(Fixtures.descriptor),
            measure: .verdict, perQuerySeconds: 10,
            proofs: proofs ? ProofRequestV1(folder: "/p", names: samples.map { "proof\($0)" }) : nil)
    }

    private func outcomes(of job: JobV2, _ loader: Loader = Loader()) throws -> [Outcome] {
        let executor = QueryExecutor(
            loader: loader, meter: WorkerMeter(cpuSeconds: { 1 }, peakMemoryBytes: { 1 }),
            methods: { _, _, _, _ in nil },
            askers: { _, questions, _, _, _ in
                questions.map { Outcome(verdict: .robust, note: $0.query.sample.id.split) }
            })
        return try executor.execute(job, begun: {}).outcomes.map(\.outcome)
    }

    @Test(arguments: [false, true])
    func theOthersAreAsked(_ proofs: Bool) throws {
        let network = try Fixtures.network()
        let found = try outcomes(
            of: job("/x/net.onnx", digest: network.digest, samples: [1, 0, 2, 3], proofs: proofs))
        #expect(found.map(\.verdict) == [.unsupported, .robust, .unsupported, .robust])
        #expect(found[0].note == "broken.vnnlib: 1:2: no")
        #expect(found[1].note == "fits" && found[3].note == "empty")
        #expect(found[2].note?.contains("wide is about 1 inputs") == true)
        let none = try outcomes(of: job("/x/net.onnx", digest: network.digest, samples: [1, 2], proofs: proofs))
        #expect(none.map(\.verdict) == [.unsupported, .unsupported])
    }

    /// The plan names the reason; where it would be another now, or none, the file has changed.
    @Test func networksThatCannotBeRead() throws {
        let loader = Loader()
        let fault = #expect(throws: InstanceFault.self) {
            try loader.instanceNetwork(file: "/x/bad.onnx", architecture: .inferred)
        }
        let reason = try #require(fault)
        #expect(reason.description == "bad.onnx: the network has no layers")
        let found = try outcomes(of: job("/x/bad.onnx", digest: reason.digest, samples: [0, 1]))
        #expect(found.map(\.verdict) == [.unsupported, .unsupported] && found[0].note == reason.description)
        #expect(throws: FaultV1.self) {
            try outcomes(of: job("/x/bad.onnx", digest: Digest(of: "other"), samples: [0]))
        }
        #expect(throws: FaultV1.self) { try outcomes(of: job("/x/net.onnx", digest: reason.digest, samples: [0])) }
    }

    @Test func valuesThatAreLost() throws {
        let loader = Loader(keepsValues: false)
        #expect(throws: InstanceFault.softmax(file: "net.onnx")) {
            try loader.instanceNetwork(file: "/x/net.onnx", architecture: .inferred)
        }
        let digest = InstanceFault.softmax(file: "/x/net.onnx").digest
        let found = try outcomes(of: job("/x/net.onnx", digest: digest, samples: [0]), loader)
        #expect(found.map(\.verdict) == [.unsupported])
    }

    /// Another reason is another question; the place of the file is none.
    @Test func digestsAreOfReasons() {
        let one = Sample(id: SampleID(dataset: "a", split: "b", index: 0), fault: "x")
        let two = Sample(id: SampleID(dataset: "a", split: "b", index: 0), fault: "y")
        #expect(one.digest != two.digest && one.given == nil && one.pixels.isEmpty)
        #expect(
            InstanceFault(NetworkFault.noLayers, file: "/a/n.onnx")
                == InstanceFault(NetworkFault.noLayers, file: "/b/n.onnx"))
    }
}
