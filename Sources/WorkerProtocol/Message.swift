import Foundation

/// Everything that coordinator and worker say to each other.
///
/// The worker says `hello` once, then answers every `job` with `begun` (network and data are loaded, the clock of the
/// query starts) and `reply`, or with `fault`. It ends when its input ends.
public enum Message: Sendable, Hashable {
    case hello(Hello)
    case job(JobV1)
    case begun(BegunV1)
    case reply(ReplyV1)
    case fault(FaultV1)

    /// The one version of all contents that this program speaks.
    public static let version = 1

    public var kind: MessageKind {
        switch self {
        case .hello: .hello
        case .job: .job
        case .begun: .begun
        case .reply: .reply
        case .fault: .fault
        }
    }

    /// The message as one frame.
    public func frame() throws(FrameFault) -> Frame {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            let content =
                switch self {
                case .hello(let value): try encoder.encode(value)
                case .job(let value): try encoder.encode(value)
                case .begun(let value): try encoder.encode(value)
                case .reply(let value): try encoder.encode(value)
                case .fault(let value): try encoder.encode(value)
                }
            return Frame(header: FrameHeader(kind: kind, version: Message.version), content: Array(content))
        } catch { throw .unreadableContent(kind: kind, "\(error)") }
    }

    /// The message as bytes to send.
    public func encoded() throws(FrameFault) -> [UInt8] { try frame().encoded() }

    /// Reads a frame's content.
    public init(_ frame: Frame) throws(FrameFault) {
        let kind = frame.header.kind
        guard frame.header.version == Message.version else {
            throw .unsupportedVersion(kind: kind, version: frame.header.version, supported: Message.version)
        }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let content = Data(frame.content)
        do {
            switch kind {
            case .hello: self = .hello(try decoder.decode(Hello.self, from: content))
            case .job: self = .job(try decoder.decode(JobV1.self, from: content))
            case .begun: self = .begun(try decoder.decode(BegunV1.self, from: content))
            case .reply: self = .reply(try decoder.decode(ReplyV1.self, from: content))
            case .fault: self = .fault(try decoder.decode(FaultV1.self, from: content))
            }
        } catch { throw .unreadableContent(kind: kind, "\(error)") }
    }
}

/// The worker has loaded what the job needs and asks the method now.
public struct BegunV1: Codable, Sendable, Hashable {
    public var id: Int

    public init(id: Int) { self.id = id }
}

/// Why a worker cannot do a job.
public struct FaultV1: Error, Codable, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        case networkUnreadable, networkChanged, datasetUnreadable, samplesChanged, unknownMethod
        /// The method broke its contract, for example by answering too few queries.
        case internalError
    }

    /// The job it is about.
    public var id: Int
    public var kind: Kind
    /// For people.
    public var message: String

    public init(id: Int, kind: Kind, message: String) {
        self.id = id
        self.kind = kind
        self.message = message
    }

    public var description: String { message }
}
