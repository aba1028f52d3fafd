import Datasets
import LinearAlgebra
import Networks
import Questions
import WorkerProtocol

enum Fixtures {
    static let descriptor = MethodDescriptor(
        name: "probe", title: "PROBE", summary: "For tests.", source: "none", claim: .lowerBound, norms: [.infinity],
        options: [OptionDescriptor("steps", .integer(1...99), default: .integer(5), help: "How many.")], costRank: 1)

    static let dataset = Dataset(
        name: "points", split: "test", shape: [2], labels: [0, 1, 1], pixels: [1, 0, 0, 1, 0.25, 0.5])

    static func network(_ first: Float = 1) throws -> Network {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [first, 0, 0, 1]), bias: [0, 0])
        return try builder.build()
    }

    static func job(_ id: Int = 1, samples: [Int] = [0, 2], labels: [Int]? = nil) throws -> JobV2 {
        JobV2(
            id: id, network: NetworkReferenceV1(file: "a", architecture: .inferred, digest: try network().digest),
            dataset: DatasetReferenceV1(dataset: DatasetReference(name: "points"), workingDirectory: "/w"),
            samples: samples,
            samplesDigest: JobV2.digest(ofSamples: samples.map { dataset.sample($0).digest }), labels: labels,
            perturbation: PerturbationSet(epsilon: 0.5), method: MethodCall(descriptor), measure: .margin,
            perQuerySeconds: 10)
    }
}

struct NoFile: Error {}

/// Hands out the fixtures and counts how often it was asked.
final class MemoryLoader: InputLoader {
    var loads = [String]()

    func network(file: String, architecture: ArchitectureSpec) throws -> Network {
        loads.append("network \(file)")
        switch file {
        case "a": return try Fixtures.network()
        case "other": return try Fixtures.network(2)
        default: throw NoFile()
        }
    }

    func dataset(_ reference: DatasetReferenceV1) throws -> Dataset {
        loads.append("dataset")
        guard reference.dataset.name == "points" else { throw NoFile() }
        return Fixtures.dataset
    }
}

/// A channel whose input is written beforehand and whose output is kept.
final class MemoryChannel: ByteChannel {
    private var input: [[UInt8]]
    private(set) var output: [UInt8] = []

    init(_ input: [[UInt8]]) { self.input = input }

    func read() -> [UInt8]? { input.isEmpty ? nil : input.removeFirst() }
    func write(_ bytes: [UInt8]) { output += bytes }

    func messages() throws -> [Message] {
        var decoder = FrameDecoder()
        decoder.append(output)
        var messages = [Message]()
        while let frame = try decoder.next() { messages.append(try Message(frame)) }
        try decoder.finish()
        return messages
    }
}
