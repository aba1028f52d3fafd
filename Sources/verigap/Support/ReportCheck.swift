import Datasets
import Foundation
import NetworkFiles
import Networks
import Questions
import Reporter
import ResultStore
import Runner
import SuiteFiles
import VNNLIB
import Verifiers
import WorkerProtocol

/// Holds a report against the outcomes it was made of, and those against the suite, networks, images and methods of now.
struct ReportCheck {
    var suite: Suite
    var snapshot: RunSnapshot
    var locator: DatasetLocator
    /// Whether the page counts.
    var hasPage = true
    /// How the suite is named on a command line, with the folder of its report; its name where that is not known.
    var command: String?

    /// What `verigap report --check` prints.
    struct Result: Encodable {
        var suite: String
        var folder: String
        /// How the suite is named on a command line.
        var command: String
        var state: State
        /// What changed since the run, in words.
        var changes: [String]
        /// Files that are not what the outcomes give.
        var differences: [ReportDifference]
        /// Networks and images that are not here to be compared, in words.
        var missing: [String]
        /// What else could not be compared here, in words.
        var notCompared: [String]

        var text: String {
            var lines = [title]
            lines += changes.map { "  changed since the run: \($0)" }
            lines += differences.map { "  \($0)" }
            lines += (missing + notCompared).map { "  not compared: \($0)" }
            if !changes.isEmpty {
                lines.append("  verigap run \(runWord) asks what is missing, verigap report \(command) writes it anew")
            } else if !differences.isEmpty {
                lines.append(
                    "  verigap report \(command) --from \(folder)/\(OutcomeFile.name) writes it from its own outcomes")
            }
            return lines.joined(separator: "\n")
        }

        private var runWord: String { command.split(separator: " ").first.map(String.init) ?? suite }

        private var title: String {
            switch state {
            case .fresh: "\(folder) is fresh"
            case .stale: "verigap: \(folder) is stale"
            case .incomparable: "verigap: \(folder) cannot be compared whole; what is here has not changed"
            }
        }
    }

    /// What a check comes to.
    enum State: String, Encodable {
        case fresh, stale
        /// Nothing differs, but not everything is here.
        case incomparable

        /// The exit code, where it is not 0.
        var failure: ExitStatus? {
            switch self {
            case .fresh: nil
            case .stale: .staleReport
            case .incomparable: .inputNotFound
            }
        }
    }

    /// Writes the report to a temporary folder, which is removed, and compares.
    func result(_ folder: String) throws -> (Result, ReportSummary) {
        var missing = [String]()
        var notCompared = [String]()
        let changes = try changes(&missing)
        let fresh = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-check-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: fresh) }
        let pictures = "\(folder)/\(PictureFile.name)"
        let summary = try Reporter.write(
            snapshot: snapshot, suite: suite, catalog: MethodRegistry.catalog, to: fresh, hasPage: hasPage,
            results: .found(in: folder)
        ) { _ throws(ReportFault) in try PictureFile.read(pictures) }
        let then = snapshot.run.versions["Cairo"]
        let now = Version.all()["Cairo"]
        if then != now {
            notCompared.append("figures: Cairo \(then ?? "unknown") drew them, this is \(now ?? "unknown")")
        }
        let differences = Reporter.differences(of: folder, from: fresh, files: summary.files, figures: then == now)
            .filter { hasPage || !Reporter.pageFiles.contains($0.file) }
        let isUnchanged = changes.isEmpty && differences.isEmpty
        let result = Result(
            suite: suite.name, folder: folder, command: command ?? suite.name,
            state: !isUnchanged ? .stale : missing.isEmpty ? .fresh : .incomparable, changes: changes,
            differences: differences, missing: missing, notCompared: notCompared)
        return (result, summary)
    }

    private func changes(_ missing: inout [String]) throws -> [String] {
        let absent = (suite.dataset.instances ?? []).filter { !FileManager.default.fileExists(atPath: $0.file) }
        guard absent.isEmpty else {
            missing += absent.map { "instances of \($0.name): there is no \($0.file) here" }
            return []
        }
        var unreadable = [String]()
        var identities = [String: NetworkIdentity]()
        for network in suite.networks {
            do throws(NetworkFileFault) {
                identities[network.id] = try identity(of: network)
            } catch .unreadable {
                missing.append("network \(network.id): there is no \(network.file) here")
            } catch {
                unreadable.append("network \(network.id): cannot be read any more: \(error)")
            }
        }
        var dataset: Dataset?
        do { dataset = try locator.loadAny(suite.dataset) } catch DatasetFault.notFound {
            missing.append("images of \(suite.dataset.name): they are not here")
        } catch {
            unreadable.append("dataset \(suite.dataset.name): cannot be read any more: \(error)")
        }
        let properties = dataset.map(absentProperties) ?? []
        if !properties.isEmpty { dataset = nil }
        missing += properties
        missing += suite.methods.flatMap(absentLibraries)
        let changes = SuiteChanges(
            to: suite, catalog: MethodRegistry.catalog, networks: identities, dataset: dataset, since: snapshot)
        return changes.descriptions + unreadable
    }

    /// Properties that were here when the run asked about them, and are not now.
    private func absentProperties(_ dataset: Dataset) -> [String] {
        guard let tables = suite.dataset.instances else { return [] }
        let files = tables.flatMap { (try? InstanceList.read($0.file))?.instances.map(\.property) ?? [] }
        guard files.count == dataset.count else { return [] }
        let known = Set(snapshot.samples.map(\.digest))
        return files.indices.filter {
            !FileManager.default.fileExists(atPath: files[$0]) && !known.contains(dataset.sample($0).digest)
        }.map { "instance \(dataset.sample($0).id): there is no \(files[$0]) here" }
    }

    /// What run keys know of a network; of instances, of its fault where there is one.
    private func identity(of network: SuiteNetwork) throws(NetworkFileFault) -> NetworkIdentity {
        let load = { () throws(NetworkFileFault) in
            try NetworkFile.read(path: network.file, architecture: network.architecture).identity
        }
        guard network.instances != nil else { return try load() }
        do throws(InstanceFault) {
            return try FileInputLoader().instanceNetwork(file: network.file, architecture: network.architecture)
                .identity
        } catch {
            // What is not here now was here then, unless the run recorded its absence.
            let isKnown = snapshot.cells.contains { $0.configuration.network == error.digest }
            if !isKnown, !FileManager.default.fileExists(atPath: network.file) { return try load() }
            return NetworkIdentity(digest: error.digest, keepsFirstAnalysis: true)
        }
    }

    /// Libraries that a method names and that are not here, so that the suite could not name their versions.
    private func absentLibraries(_ method: SuiteMethod) -> [String] {
        guard let descriptor = MethodRegistry.catalog[method.call.name] else { return [] }
        return method.call.openLibraries(descriptor).map { option, choice in
            "method \(method.id): \(option) \(choice) is not here, its version cannot be compared"
        }
    }
}
