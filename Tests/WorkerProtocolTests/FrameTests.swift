import LinearAlgebra
import Testing
import WorkerProtocol

@Suite struct FrameTests {
    private let frames = [
        Frame(header: FrameHeader(kind: .hello, version: 1), content: Array("{}".utf8)),
        Frame(header: FrameHeader(kind: .reply, version: 7), content: []),
        Frame(header: FrameHeader(kind: .job, version: 1), content: [UInt8](repeating: 32, count: 5000)),
    ]

    private func stream() throws -> [UInt8] { try frames.flatMap { try $0.encoded() } }

    @Test(arguments: [1, 2, 3, 7, 8, 100, 100_000]) func survivesAnySplit(chunk: Int) throws {
        let bytes = try stream()
        var decoder = FrameDecoder()
        var found = [Frame]()
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            decoder.append(bytes[start..<min(start + chunk, bytes.count)])
            while let frame = try decoder.next() { found.append(frame) }
        }
        try decoder.finish()
        #expect(found == frames)
    }

    @Test func hasTheDocumentedBytes() throws {
        let bytes = try frames[0].encoded()
        let header = #"{"kind":"hello","version":1}"#
        #expect(bytes == [0, 0, 0, UInt8(header.utf8.count), 0, 0, 0, 2] + Array(header.utf8) + Array("{}".utf8))
    }

    @Test func everyTruncationIsAFault() throws {
        let bytes = try frames[0].encoded()
        for count in 1..<bytes.count {
            var decoder = FrameDecoder()
            decoder.append(bytes[..<count])
            #expect(try decoder.next() == nil, "cut to \(count) bytes")
            #expect(throws: FrameFault.self, "cut to \(count) bytes") { try decoder.finish() }
        }
        var decoder = FrameDecoder()
        decoder.append(bytes[..<(bytes.count - 3)])
        #expect(throws: FrameFault.truncated(missing: 3)) { try decoder.finish() }
    }

    @Test func refusesOversizedLengthsBeforeTheyArrive() {
        var decoder = FrameDecoder()
        decoder.append([0, 0, 4, 1, 0, 0, 0, 0])
        #expect(throws: FrameFault.headerTooLong(bytes: 1025, limit: 1024)) { try decoder.next() }
        decoder = FrameDecoder()
        decoder.append([0, 0, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF])
        #expect(throws: FrameFault.contentTooLong(bytes: 0xFFFF_FFFF, limit: Frame.contentLimit)) { try decoder.next() }
    }

    @Test func refusesOtherVersionsByTheHeaderAlone() {
        let frame = Frame(header: FrameHeader(kind: .job, version: 3), content: Array("not even JSON".utf8))
        #expect(throws: FrameFault.unsupportedVersion(kind: .job, version: 3, supported: 2)) { try Message(frame) }
    }

    @Test func garbageIsNeverAMessage() throws {
        var generator = SeededGenerator(seed: 11)
        let sound = try stream()
        for _ in 0..<500 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<60, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            var decoder = FrameDecoder()
            decoder.append(bytes)
            var faults = 0
            do throws(FrameFault) {
                while let frame = try decoder.next() { _ = try Message(frame) }
                try decoder.finish()
            } catch {
                faults += 1
                #expect(!error.description.isEmpty)
            }
            #expect(faults == 1, "the second frame is of a version that nobody speaks")
        }
    }
}
