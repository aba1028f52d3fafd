import DataFormats
import Foundation
import Questions
import ResultStore
import TestSupport
import Testing
import WorkerProtocol

/// A program that knows a field more, and this one, on either side of every format.
@Suite("Editions of an outcome's fields") struct FieldEditionTests {
    private let now = OutcomeFields.current
    private let later = LaterFields.all
    private let plain = Outcome(verdict: .robust, marginLower: 1)
    private var rich: Outcome { LaterFields.outcome(5, plain) }

    // MARK: Wire

    private func reply(_ outcome: Outcome) -> Message {
        .reply(ReplyV1(id: 1, outcomes: [OutcomeV1(outcome)], wall: 1, cpu: 1, peak: 1))
    }

    @Test func aNewerWorkerIsRefusedAtItsFirstWord() throws {
        let hello = Message.hello(Hello(program: "w", processIdentifier: 1, catalog: MethodCatalog([])))
        for message in [hello, reply(rich), reply(plain)] {
            let fault = FrameFault.unsupportedVersion(
                kind: message.kind, version: later.edition, supported: now.edition)
            #expect(throws: fault) { try Message(message.frame(later), now) }
            #expect(fault.description.contains("must come from one build"))
            #expect(try Message(message.frame(later), later) == message)
        }
    }

    @Test func anOlderWorkerIsRead() throws {
        for message in [reply(plain), reply(Outcome(verdict: .unknown))] {
            #expect(try Message(message.frame(now), later) == message)
        }
    }

    @Test func aReplyHasNoFieldsOfOtherEditions() throws {
        let newer = try reply(rich).frame(later)
        let forged = Frame(header: FrameHeader(kind: .reply, version: now.edition), content: newer.content)
        for fields in [now, later] {
            let fault = #expect(throws: FrameFault.self) { try Message(forged, fields) }
            #expect(fault?.description.contains("an outcome has no “restarts”") == true, "\(fault?.description ?? "")")
        }
        let zeroth = Frame(header: FrameHeader(kind: .reply, version: 0), content: newer.content)
        #expect(throws: FrameFault.self) { try Message(zeroth, now) }
    }

    // MARK: Files of outcomes

    private func file(_ outcomes: [Outcome], _ fields: OutcomeFields) throws -> [UInt8] {
        try OutcomeFile.bytes(of: RecordedOutcomes.snapshot(outcomes), witnesses: false, fields)
    }

    @Test func aFileWithALaterFieldIsRefused() throws {
        let bytes = try file([plain, rich], later)
        #expect(try OutcomeFile.parse(bytes, path: "x", later).outcomes[0].map(\.outcome) == [plain, rich])
        let fault = OutcomeFileFault.tooNew(path: "x", version: later.edition, supported: now.edition)
        #expect(throws: fault) { try OutcomeFile.parse(bytes, path: "x", now) }
        #expect(fault.description.contains("written by a newer version of verigap"))
    }

    /// Committed reports render byte for byte, whatever verigap learns.
    @Test func aFileWithoutLaterFieldsStaysAsItIs() throws {
        let old = try file([plain, Outcome(verdict: .unknown)], now)
        #expect(try file([plain, LaterFields.outcome(0, Outcome(verdict: .unknown))], later) == old)
        let read = try OutcomeFile.parse(old, path: "x", later)
        #expect(read.outcomes[0].map(\.outcome) == [plain, Outcome(verdict: .unknown)])
        #expect(try OutcomeFile.bytes(of: read, witnesses: false, later) == old)
    }

    @Test func aFileHasNoFieldsBeyondItsVersion() throws {
        let text = String(decoding: try Gzip.decompress(file([rich], later)), as: UTF8.self)
        for (version, message) in [
            (now.edition, "unknown key “restarts” of an outcome"), (0, "formats are counted from 1"),
        ] {
            let forged = text.replacingOccurrences(
                of: "\"version\":\(later.edition)}", with: "\"version\":\(version)}")
            #expect(forged != text)
            let fault = #expect(throws: OutcomeFileFault.self) {
                try OutcomeFile.parse(Array(forged.utf8), path: "x", later)
            }
            #expect(fault?.description.contains(message) == true, "\(fault?.description ?? "")")
        }
    }

    // MARK: Result store

    @Test func anOlderStoreIsBroughtUpToDateAndThenRefusedByTheOlderProgram() throws {
        try RecordedOutcomes.withStore { path in
            let outcomes = EveryField.outcomes()
            do { _ = try RecordedOutcomes.record(outcomes, at: path) }
            let columns = OutcomeColumns(later)
            // Reading needs no column that the store has not.
            let old = try ResultStore(path, mode: .read, columns: columns)
            let read = try #require(try old.snapshot(suite: RecordedOutcomes.suite)?.outcomes.first)
            #expect(EveryField.differences(read.map(\.outcome), from: outcomes) == [])
            let digest = try old.contentDigest()
            do {
                let grown = try ResultStore(path, mode: .write, columns: columns)
                #expect(try grown.contentDigest() == digest)
            }
            do { _ = try RecordedOutcomes.record([rich], at: path, columns: columns) }
            let store = try ResultStore(path, mode: .read, columns: columns)
            #expect(try store.contentDigest() != digest)
            let back = try #require(try store.snapshot(suite: RecordedOutcomes.suite)?.outcomes.first)
            #expect(EveryField.differences(back.map(\.outcome), from: outcomes + [rich]) == [])
            for mode in [ResultStore.Mode.read, .write] {
                #expect(throws: StoreFault.tooNew(path: path)) { try ResultStore(path, mode: mode) }
            }
            #expect(StoreFault.tooNew(path: path).description.contains("a newer version of verigap made this"))
        }
    }

    @Test func aNewStoreHasTheSameColumnsAsOneThatWasBroughtUpToDate() throws {
        try RecordedOutcomes.withStore { path in
            let (made, grown) = (path + ".made", path + ".grown")
            let columns = OutcomeColumns(later)
            _ = try ResultStore(made, mode: .write, columns: columns)
            do { _ = try ResultStore(grown, mode: .write) }
            _ = try ResultStore(grown, mode: .write, columns: columns)
            func table(_ path: String) throws -> String? {
                try RawDatabase.text("SELECT sql FROM sqlite_schema WHERE name = 'attempts'", at: path)
            }
            #expect(try table(made) == table(grown))
            #expect(try table(made)?.contains("restarts INTEGER NOT NULL DEFAULT 0") == true)
        }
    }
}
