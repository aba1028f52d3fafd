import DataFormats
import Foundation
import Questions
import Reporter
import ResultStore
import Runner
import SuiteFiles
import Synchronization
import Verifiers

/// Keeps the page of a run fresh while the run goes on (`run --page FILE`).
///
/// The page is the report of what is recorded so far, below where the run stands. It is written beside its place and renamed, so
/// that whoever looks sees a whole one. A page that cannot be written is said once; the run goes on.
final class PageKeeper: Sendable {
    private let path: String
    private let store: ResultStore
    private let suite: Suite
    private let model = Mutex(ProgressModel())
    private let hasComplained = Mutex(false)
    private let start = ContinuousClock.now
    private let began = Date()

    /// Seconds between two pages, at least. Where writing one takes long it is that many times longer, so that no run is slowed by
    /// more than a twentieth.
    private static let leastPause = 3.0
    private static let pausePerSecond = 20.0

    /// - Throws: Where a page can surely not be written, before anything is asked.
    init(_ path: String, store: ResultStore, suite: Suite) throws(CommandFault) {
        (self.path, self.store, self.suite) = (path, store, suite)
        var isFolder: ObjCBool = false
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw CommandFault(
                "--page \(path) is a folder\n  hint: name a file: --page \(path)/run.html", status: .cannotWrite)
        }
        if FileManager.default.fileExists(atPath: path), !Self.isPage(path) {
            throw CommandFault(
                "--page \(path) is there already and is no page of a run: it would be replaced\n  hint: name another file",
                status: .cannotWrite)
        }
        if let other = Self.runningSuite(path), other != suite.name {
            throw CommandFault(
                "--page \(path) is the page of a run of \(other) that goes on\n  hint: name another file",
                status: .cannotWrite)
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw CommandFault("--page: \(folder) is not there, or cannot be written", status: .cannotWrite)
        }
    }

    /// Whether a file is one that may be replaced: the page of a run, or empty. A report's page is not.
    private static func isPage(_ path: String) -> Bool {
        guard (try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType) == .typeRegular,
            let text = beginning(of: path)
        else { return false }
        return text.isEmpty || (text.hasPrefix("<!DOCTYPE html>") && text.contains(" data-written=\""))
    }

    /// The suite whose run keeps a page fresh now; `nil` where none does.
    private static func runningSuite(_ path: String) -> String? {
        guard let text = beginning(of: path), let again = value("data-again", in: text).flatMap(Double.init),
            let written = value("data-written", in: text).flatMap(Double.init),
            Date().timeIntervalSince1970 - written < 3 * again + 10
        else { return nil }
        return value("data-suite", in: text)
    }

    /// The page's head and the first letters of its body.
    private static func beginning(of path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        return (try? file.read(upToCount: 1 << 16)).map { String(decoding: $0 ?? Data(), as: UTF8.self) }
    }

    private static func value(_ attribute: String, in text: String) -> String? {
        guard let start = text.range(of: " \(attribute)=\"") else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }

    private var now: Double { (ContinuousClock.now - start) / .seconds(1) }

    func note(_ event: RunEvent) {
        let now = now
        _ = model.withLock { $0.note(event, now: now) }
    }

    /// Writes the page again and again, until the task is cancelled.
    func keep() async {
        var pause = 1.0
        while (try? await Task.sleep(for: .seconds(pause))) != nil {
            let before = ContinuousClock.now
            write(isOver: false, pause: pause)
            pause = max(Self.leastPause, Self.pausePerSecond * ((.now - before) / .seconds(1)))
        }
    }

    /// Writes the page for the last time.
    func finish() { write(isOver: true, pause: 0) }

    private func write(isOver: Bool, pause: Double) {
        do {
            guard let snapshot = try store.snapshot(suite: suite.name, witnesses: false) else { return }
            let state = model.withLock { $0.state(now: now) }
            let page = try Reporter.livePage(
                snapshot: snapshot, suite: suite, catalog: MethodRegistry.catalog,
                status: status(state, isOver: isOver, pause: pause))
            try AtomicFile.write(Array(page.utf8), to: path)
        } catch {
            let isFirst = hasComplained.withLock { said in
                defer { said = true }
                return !said
            }
            if isFirst { Console.note("warning: --page \(path) cannot be kept fresh: \(error)") }
        }
    }

    private func status(_ state: ProgressState, isOver: Bool, pause: Double) -> LiveStatus {
        let answered = "\(state.done) of \(state.total) queries have an answer"
        let eta = state.remaining.map { ", about \(TextFormat.duration($0)) to go" } ?? ""
        let times =
            "Began \(Self.clock(began)), \(isOver ? "ended" : "as of") \(Self.clock(Date())): "
            + "\(TextFormat.duration(now)) on this machine."
        return LiveStatus(
            fraction: state.total > 0 && state.done >= state.total ? 1 : min(0.999, state.fraction ?? 0),
            sentences: [answered + (isOver ? "." : eta + "."), isOver ? nil : state.stopping.map { $0 + "." }, times]
                .compactMap(\.self),
            workers: isOver
                ? []
                : state.workers.map { worker in
                    "worker \(worker.number): "
                        + (worker.task.map { "\($0), \(TextFormat.duration(worker.seconds))" } ?? "waits")
                },
            refreshSeconds: isOver ? nil : max(5, Int((2 * pause).rounded(.up))),
            written: Int(Date().timeIntervalSince1970))
    }

    /// `2026-05-01 12:34:56 UTC`.
    private static func clock(_ date: Date) -> String {
        let style = Date.ISO8601FormatStyle().year().month().day().dateTimeSeparator(.space).time(
            includingFractionalSeconds: false)
        return date.formatted(style) + " UTC"
    }
}
