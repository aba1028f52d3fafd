import Questions
import ResultStore
import SuiteFiles

/// A method of the run as a report shows it.
struct MethodColumn: Hashable {
    /// The suite's id.
    var id: String
    /// As printed, and in LaTeX where the suite says how.
    var name: String
    var tex: String?
    /// The name; marked where what it proves rests on tolerances.
    var title: String
    var descriptor: MethodDescriptor
    /// What it had for a query.
    var limit: Budget
    /// Whether a complete verifier goes on until it knows the worst margin.
    var seeksWorstMargin: Bool

    /// In column names: `lp_all`.
    var key: String { id.replacing("-", with: "_") }
    var claim: Claim { descriptor.claim }
    var boundsBelow: Bool { claim == .attack || claim == .exact }
    var boundsAbove: Bool { claim == .lowerBound || claim == .distance || claim == .exact }
    /// Whether its `robust` is a proof in rigorous arithmetic.
    var isRigorous: Bool { descriptor.isRigorous }
    /// Whether a program of others answered.
    var isExternal: Bool { descriptor.isExternal }

    /// Stands behind the title of methods whose `robust` rests on a solver's tolerances.
    static let toleranceMark = "†"

    /// The column of `cell`, whose method is `descriptor`; the options decide whether it is rigorous.
    init(_ cell: RunCell, _ descriptor: MethodDescriptor, label: PrintedName? = nil) {
        let call = cell.configuration.method
        let descriptor = descriptor.resolved(for: call)
        id = cell.method
        let own = cell.method == call.name ? descriptor.title : String(cell.method.uppercased().prefix(80))
        let name = label?.plain ?? own
        self.name = name
        tex = label?.tex
        title = descriptor.isRigorous ? name : name + Self.toleranceMark
        self.descriptor = descriptor
        limit = cell.configuration.limit
        seeksWorstMargin = call.options["objective"] == .text("worst-margin")
    }
}

/// The snapshot, sorted by network, ε and image.
struct ReportModel {
    /// The newest run: what is reported.
    let run: RunRecord
    /// The runs that asked the outcomes, oldest first, and how many outcomes are of runs that are not known.
    let contributors: [ContributingRun]
    let unknownOutcomes: Int
    let suite: Suite
    /// Attacks, then complete verifiers, then incomplete ones from tight to loose, then distance certificates.
    let methods: [MethodColumn]
    /// Ids of the methods that classify plainly.
    let classifiers: [String]
    let rows: [ReportRow]
    /// Content hash of every network, by its id.
    let networkDigests: [String: Digest]
    /// True labels of all images.
    let labels: [SampleID: Int]
    /// Images in the split; `nil` if unknown, which counts as more than were asked about.
    let splitSize: Int?
    let outcomesExpected: Int
    let outcomesPresent: Int
    private let catalog: MethodCatalog
    /// Whether sets, property, question, limits or options of the suite are others by now than when it was run.
    private let isAskedOtherwise: Bool

    init(
        snapshot: RunSnapshot, suite: Suite, catalog: MethodCatalog, splitSize: Int?
    ) throws(ReportFault) {
        run = snapshot.run
        (contributors, unknownOutcomes) = Self.contributors(snapshot)
        self.catalog = catalog
        let asked = suite.asRun(snapshot, catalog)
        isAskedOtherwise = asked.isAskedOtherwise(than: suite.naming(librariesOf: snapshot, catalog))
        self.suite = asked
        var columns = [String: MethodColumn]()
        for cell in snapshot.cells {
            let name = cell.configuration.method.name
            guard let descriptor = catalog[name] else { throw .unknownMethod(name) }
            columns[cell.method] = MethodColumn(
                cell, descriptor.resolved(for: cell.configuration.method),
                label: suite.methods.first { $0.id == cell.method }?.label)
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
        classifiers = columns.values.filter { $0.claim == .classification }.map(\.id).sorted()
        let externals = Set(methods.filter(\.isExternal).map(\.id))
        rows = Self.rows(of: snapshot, classifiers: Set(classifiers), suite: suite).map { row in
            var row = row
            row.externals = externals
            return row
        }
        var digests = [String: Digest]()
        for cell in snapshot.cells { digests[cell.network] = cell.configuration.network }
        networkDigests = digests
        labels = Dictionary(snapshot.samples.map { ($0.id, $0.label) }) { first, _ in first }
        self.splitSize = splitSize ?? Self.sizeOfSplit(suite, snapshot)
        outcomesExpected = snapshot.cells.reduce(0) { $0 + $1.samples.count }
        outcomesPresent = snapshot.outcomes.reduce(0) { $0 + $1.count }
    }

    /// The error that the bounds are about: that of the true label, or that of the class that the network predicts.
    var reference: ReferenceLabel { rows.first?.reference ?? suite.reference }

    /// Whether the questions are instances that files state in full.
    var isContest: Bool { suite.dataset.instances != nil }

    /// Whether a wrong class is an error by itself.
    var countsTestErrors: Bool { reference == .label && suite.form.property == .allClasses }

    /// Outcomes that the run asks for and does not have.
    var outcomesUnanswered: Int { outcomesExpected - outcomesPresent }

    /// Whether the suite asks anything else by now than the run did, as far as its text tells.
    var isOtherSuite: Bool {
        guard suite.digest != run.suiteDigest else { return false }
        // Without the table of instances nobody can tell.
        guard !(isContest && suite.networks.isEmpty) else { return isAskedOtherwise }
        let then = rows.flatMap { row in
            row.asked.keys.map {
                SuiteCell(network: row.network, size: goal.isRadius ? nil : row.epsilon, method: $0)
            }
        }
        let now = suite.cells(catalog).filter { !classifiers.contains($0.method) }
        return isAskedOtherwise || Set(then) != Set(now)
    }

    private static func sizeOfSplit(_ suite: Suite, _ snapshot: RunSnapshot) -> Int? {
        if let size = snapshot.run.splitSize { return size }
        switch (suite.dataset.name, suite.dataset.split) {
        case ("mnist", "test"), ("fashion-mnist", "test"), ("cifar10", "test"): return 10_000
        case ("mnist", "train"), ("fashion-mnist", "train"): return 60_000
        case ("cifar10", "train"): return 50_000
        default: return suite.samples == .all ? snapshot.cells.map(\.samples.count).max() : nil
        }
    }
}

extension Suite {
    /// The suite as it was when it was run: whatever its file says by now, outcomes are printed under the question that they
    /// answer.
    fileprivate func asRun(_ snapshot: RunSnapshot, _ catalog: MethodCatalog) -> Suite {
        var suite = self
        for position in methods.indices {
            guard let cell = snapshot.cells.first(where: { $0.method == methods[position].id }) else { continue }
            suite.methods[position].call = cell.configuration.method
            suite.methods[position].budget = cell.configuration.budget
        }
        let bounding = snapshot.cells.first { catalog[$0.configuration.method.name]?.claim != .classification }
        guard let configuration = (bounding ?? snapshot.cells.first)?.configuration else { return suite }
        suite.norm = configuration.perturbation.norm
        suite.domain = configuration.perturbation.domain
        suite.reference = configuration.reference
        suite.measure = configuration.measure
        suite.budget = configuration.budget
        suite.form = configuration.form
        return suite
    }

    /// Whether anything but networks, sizes, images and words differs.
    fileprivate func isAskedOtherwise(than other: Suite) -> Bool {
        // Words are compared: a whole number that was written down comes back as an integer.
        func calls(_ suite: Suite) -> [String: String] {
            Dictionary(suite.methods.map { ($0.id, $0.call.words) }, uniquingKeysWith: { first, _ in first })
        }
        var now = other.form
        // A file's numbers are known by their hash alone once they are recorded.
        now.family.data = form.family.data
        return norm != other.norm || domain != other.domain || measure != other.measure || budget != other.budget
            || form != now || reference != other.reference || calls(self) != calls(other)
    }

    /// The suite with versions of libraries as they were when it was run, whatever is at hand now.
    fileprivate func naming(librariesOf snapshot: RunSnapshot, _ catalog: MethodCatalog) -> Suite {
        var suite = self
        for position in methods.indices {
            let method = methods[position]
            guard let descriptor = catalog[method.call.name],
                let cell = snapshot.cells.first(where: { $0.method == method.id })
            else { continue }
            suite.methods[position].call = method.call.naming(librariesOf: cell.configuration.method, descriptor)
        }
        return suite
    }
}
