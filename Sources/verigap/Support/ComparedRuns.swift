import Foundation
import ResultStore
import Runner

/// The runs that a comparison is of, wherever they lie.
struct ComparedRuns {
    let suite: String
    let base: RunSnapshot
    let new: RunSnapshot
    let controls: [RunSnapshot]
    let again: [RunSnapshot]

    /// - Parameter suite: whose newest runs are meant; without it the one suite that all places have.
    init(base: String, new: String, controls: [String], again: [String], suite: String?) throws {
        let places = try ([base, new] + controls + again).map { try Place($0) }
        let common = try Self.common(places, suite)
        self.suite = common
        let runs = try places.map { try $0.run(of: common) }
        (self.base, self.new, self.controls) = (runs[0], runs[1], Array(runs[2..<(2 + controls.count)]))
        self.again = Array(runs[(2 + controls.count)...])
    }

    private static func common(_ places: [Place], _ suite: String?) throws -> String {
        if let suite { return suite }
        let suites = try places.map { try $0.suites() }
        let common = suites.dropFirst().reduce(Set(suites.first ?? [])) { $0.intersection($1) }
        if common.count == 1, let suite = common.first { return suite }
        let lists = zip(places, suites).map { "\n  \($0.path): \($1.isEmpty ? "none" : $1.joined(separator: ", "))" }
        guard common.isEmpty else {
            throw CommandFault("--suite must say which suite is meant; there are runs of" + lists.joined())
        }
        throw CommandFault("these runs are of no common suite:" + lists.joined(), status: .notComparable)
    }

    /// A place where runs lie.
    private struct Place {
        let path: String
        private let store: ResultStore?
        private let snapshot: RunSnapshot?

        init(_ path: String) throws {
            guard FileManager.default.fileExists(atPath: path) else {
                throw CommandFault("there is no \(path)", status: .inputNotFound)
            }
            let file = OutcomeFile.path(at: path)
            guard FileManager.default.fileExists(atPath: file) else {
                throw CommandFault("\(path) holds no \(OutcomeFile.name)", status: .inputNotFound)
            }
            self.path = path
            let isStore = Self.isDatabase(file)
            store = isStore ? try ResultStore(file, mode: .read) : nil
            snapshot = isStore ? nil : try OutcomeFile.read(file)
        }

        /// By name, sorted.
        func suites() throws -> [String] { try store?.suites() ?? [snapshot?.run.suite].compactMap(\.self) }

        func run(of suite: String) throws -> RunSnapshot {
            let run = try store?.snapshot(suite: suite, witnesses: false) ?? snapshot
            guard let run, run.run.suite == suite else {
                let known = try suites().joined(separator: ", ")
                throw CommandFault(
                    "\(path) has no run of \(suite)" + (known.isEmpty ? "" : "; it has: \(known)"),
                    status: .inputNotFound)
            }
            return run
        }

        /// Whether SQLite made the file: its first bytes say so.
        private static func isDatabase(_ path: String) -> Bool {
            guard let file = FileHandle(forReadingAtPath: path) else { return false }
            defer { try? file.close() }
            return (try? file.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
        }
    }
}
