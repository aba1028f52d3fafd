import Foundation
import Questions
import SuiteFiles

/// What `verigap compare --json` wrote, as far as it says what became worse and where.
public struct RecordedFindings: Sendable, Hashable {
    /// A query, or the queries of a cell, that a finding is about.
    public struct Place: Sendable, Hashable {
        public var kind: FindingKind
        public var cell: SuiteCell
        /// `nil` is every image.
        public var sample: SampleID?

        public init(kind: FindingKind, cell: SuiteCell, sample: SampleID? = nil) {
            (self.kind, self.cell, self.sample) = (kind, cell, sample)
        }
    }

    public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        public let description: String
    }

    public var suite: String
    /// Findings one by one; a contradiction has a list of places, which only together are one.
    public var findings: [[Place]]

    /// - Parameter path: for messages.
    public init(_ data: Data, path: String) throws(Fault) {
        let file: File
        do { file = try JSONDecoder().decode(File.self, from: data) } catch {
            throw Fault(description: "\(path) is not what `verigap compare --json` writes")
        }
        suite = file.new.suite
        findings = file.contradictions.map { contradiction in
            (contradiction.proved + contradiction.found).map {
                Place(kind: .contradiction, cell: $0.cell, sample: contradiction.sample)
            }
        }
        func add(_ kind: FindingKind, _ changes: [Change]) {
            findings += changes.map { [Place(kind: kind, cell: $0.cell, sample: $0.sample)] }
        }
        add(.newlyOpen, file.newlyOpen)
        add(.looserBound, file.looser)
        add(.weakerAttack, file.weaker ?? [])
        for change in file.work where change.after > change.before {
            findings.append([Place(kind: .nodes, cell: change.cell, sample: change.largest.sample)])
        }
        for method in file.slower ?? [] {
            findings.append([Place(kind: .time, cell: SuiteCell(network: "", size: nil, method: method))])
        }
    }

    private struct File: Decodable {
        struct Run: Decodable { var suite: String }
        struct Answer: Decodable { var cell: SuiteCell }
        struct Contradiction: Decodable { var sample: SampleID, proved: [Answer], found: [Answer] }
        struct Work: Decodable {
            struct Query: Decodable { var sample: SampleID }
            var cell: SuiteCell, before: Int, after: Int, largest: Query
        }

        var new: Run
        var contradictions: [Contradiction]
        var newlyOpen: [Change], looser: [Change], weaker: [Change]?
        var work: [Work]
        var slower: [String]?
    }

    private struct Change: Decodable { var cell: SuiteCell, sample: SampleID }
}
