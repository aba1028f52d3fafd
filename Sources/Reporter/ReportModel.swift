import ResultStore
import Robustness
import SuiteFiles

/// A method of the run as a report shows it.
struct MethodColumn: Hashable {
    /// The suite's id.
    var id: String
    /// As printed.
    var title: String
    var descriptor: MethodDescriptor

    /// In column names: `lp_all`.
    var key: String { id.replacing("-", with: "_") }
    var claim: Claim { descriptor.claim }
    var boundsBelow: Bool { claim == .attack || claim == .exact }
    var boundsAbove: Bool { claim == .lowerBound || claim == .distance || claim == .exact }
}

/// A network at one ε: a row of most tables.
struct ReportRow {
    var network: String
    var epsilon: Double
    /// All images asked about, in the order of the suite.
    var samples: [SampleID]
    /// Per method id, parallel to `samples`; `nil` where there is no outcome.
    var outcomes: [String: [Outcome?]]
    /// Per method id: how many images the run asks it about.
    var asked: [String: Int]
    /// Parallel to `samples`: whether plain classification is wrong; `nil` where nobody looked.
    var isMisclassified: [Bool?]
    var budget: Budget

    /// How ε is printed.
    var epsilonText: String { "\(OptionValue.number(epsilon))" }
}

/// The snapshot, sorted by network, ε and image.
struct ReportModel {
    let run: RunRecord
    let suite: Suite
    /// Attacks, then complete verifiers, then incomplete ones from tight to loose, then distance certificates.
    let methods: [MethodColumn]
    let rows: [ReportRow]
    /// Content hash of every network, by its id.
    let networkDigests: [String: Digest]
    /// Images in the split; `nil` if unknown, which counts as more than were asked about.
    let splitSize: Int?
    let outcomesExpected: Int
    let outcomesPresent: Int

    init(
        snapshot: RunSnapshot, suite: Suite, catalog: MethodCatalog, splitSize: Int?
    ) throws(ReportFault) {
        run = snapshot.run
        self.suite = suite
        var columns = [String: MethodColumn]()
        for cell in snapshot.cells {
            let name = cell.configuration.method.name
            guard let descriptor = catalog[name] else { throw .unknownMethod(name) }
            let title = cell.method == name ? descriptor.title : cell.method.uppercased()
            columns[cell.method] = MethodColumn(id: cell.method, title: title, descriptor: descriptor)
        }
        let order: [Claim] = [.attack, .exact, .lowerBound, .distance]
        let methods = columns.values.filter { $0.claim != .classification }.sorted { first, second in
            func rank(_ column: MethodColumn) -> (Int, Int, String) {
                let isBound = column.claim == .lowerBound
                return (
                    order.firstIndex(of: column.claim) ?? 0,
                    isBound ? -column.descriptor.costRank : column.descriptor.costRank, column.id
                )
            }
            return rank(first) < rank(second)
        }
        self.methods = methods
        let classifiers = Set(columns.values.filter { $0.claim == .classification }.map(\.id))
        rows = Self.rows(of: snapshot, classifiers: classifiers)
        var digests = [String: Digest]()
        for cell in snapshot.cells { digests[cell.network] = cell.configuration.network }
        networkDigests = digests
        self.splitSize = splitSize ?? Self.sizeOfSplit(suite, snapshot)
        outcomesExpected = snapshot.cells.reduce(0) { $0 + $1.samples.count }
        outcomesPresent = snapshot.outcomes.reduce(0) { $0 + $1.count }
    }

    /// Whether `count` images are fewer than the split has, so that shares need an interval.
    func isSubsample(_ count: Int) -> Bool { splitSize.map { count < $0 } ?? true }

    private static func sizeOfSplit(_ suite: Suite, _ snapshot: RunSnapshot) -> Int? {
        switch (suite.dataset.name, suite.dataset.split) {
        case ("mnist", "test"), ("fashion-mnist", "test"), ("cifar10", "test"): 10_000
        case ("mnist", "train"), ("fashion-mnist", "train"): 60_000
        case ("cifar10", "train"): 50_000
        default: suite.samples == .all ? snapshot.cells.map(\.samples.count).max() : nil
        }
    }
}
