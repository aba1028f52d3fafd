import Foundation
import Questions

/// Everything that coordinator and worker say to each other.
///
/// The worker says `hello` once, then answers every `job` with `begun` (network and data are loaded, the clock of the
/// query starts), any number of `soFar`, and `reply`, or with `fault`. It ends when its input ends.
public enum Message: Sendable, Hashable {
    case hello(Hello)
    case job(JobV2)
    case begun(BegunV1)
    case soFar(SoFarV1)
    case reply(ReplyV1)
    case fault(FaultV1)

    /// The version of a message's content. Replies, and the hello of who will send them, are of the newest edition of an
    /// outcome's fields: a program that does not know the edition refuses the other at its first word.
    public static func version(of kind: MessageKind, _ fields: OutcomeFields = .current) -> Int {
        switch kind {
        case .hello, .soFar, .reply: fields.edition
        case .job: 2
        case .begun, .fault: 1
        }
    }

    public var kind: MessageKind {
        switch self {
        case .hello: .hello
        case .job: .job
        case .begun: .begun
        case .soFar: .soFar
        case .reply: .reply
        case .fault: .fault
        }
    }

    /// The message as one frame of a program that knows `fields`.
    public func frame(_ fields: OutcomeFields = .current) throws(FrameFault) -> Frame {
        let encoder = JSONEncoder()
        encoder.userInfo[.outcomeFields] = fields
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            let content =
                switch self {
                case .hello(let value): try encoder.encode(value)
                case .job(let value): try encoder.encode(value)
                case .begun(let value): try encoder.encode(value)
                case .soFar(let value): try encoder.encode(value)
                case .reply(let value): try encoder.encode(value)
                case .fault(let value): try encoder.encode(value)
                }
            return Frame(
                header: FrameHeader(kind: kind, version: Message.version(of: kind, fields)), content: Array(content))
        } catch { throw .unreadableContent(kind: kind, "\(error)") }
    }

    /// The message as bytes to send.
    public func encoded() throws(FrameFault) -> [UInt8] { try frame().encoded() }

    /// Reads a frame's content, of any version up to that which a program that knows `fields` writes.
    public init(_ frame: Frame, _ fields: OutcomeFields = .current) throws(FrameFault) {
        let kind = frame.header.kind
        let version = frame.header.version
        let newest = Message.version(of: kind, fields)
        guard (1...newest).contains(version) else {
            throw .unsupportedVersion(kind: kind, version: version, supported: newest)
        }
        let decoder = JSONDecoder()
        decoder.userInfo[.outcomeFields] = fields.known(in: version)
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let content = Data(frame.content)
        do {
            switch kind {
            case .hello: self = .hello(try decoder.decode(Hello.self, from: content))
            case .job: self = .job(try decoder.decode(JobV2.self, from: content))
            case .begun: self = .begun(try decoder.decode(BegunV1.self, from: content))
            case .soFar: self = .soFar(try decoder.decode(SoFarV1.self, from: content))
            case .reply: self = .reply(try decoder.decode(ReplyV1.self, from: content))
            case .fault: self = .fault(try decoder.decode(FaultV1.self, from: content))
            }
        } catch { throw .unreadableContent(kind: kind, "\(error)") }
    }
}
