import Datasets
import Foundation
import NetworkFiles
import Networks
import Reporter
import ResultStore
import Robustness
import Runner
import SuiteFiles
import Verifiers

/// Holds a report against the outcomes it was made of, and those against the suite, networks, images and methods of now.
struct ReportCheck {
    var suite: Suite
    var snapshot: RunSnapshot
    var locator: DatasetLocator

    /// What `verigap report --check` prints.
    struct Result: Encodable {
        var suite: String
        var folder: String
        var isFresh: Bool
        /// What changed since the run, in words.
        var changes: [String]
        /// Files that are not what the outcomes give.
        var differences: [ReportDifference]
        /// What could not be compared here, in words.
        var notCompared: [String]

        var text: String {
            var lines = [isFresh ? "\(folder) is fresh" : "verigap: \(folder) is stale"]
            lines += changes.map { "  changed since the run: \($0)" }
            lines += differences.map { "  \($0)" }
            lines += notCompared.map { "  not compared: \($0)" }
            if !changes.isEmpty {
                lines.append("  verigap run \(suite) asks what is missing, verigap report \(suite) writes it anew")
            } else if !differences.isEmpty {
                lines.append(
                    "  verigap report \(suite) --from \(folder)/\(OutcomeFile.name) writes it from its own outcomes")
            }
            return lines.joined(separator: "\n")
        }
    }

    /// Writes the report to a temporary folder, which is removed, and compares.
    func result(_ folder: String) throws -> (Result, ReportSummary) {
        var notCompared = [String]()
        let changes = try changes(&notCompared)
        let fresh = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-check-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: fresh) }
        let summary = try Reporter.write(snapshot: snapshot, suite: suite, catalog: MethodRegistry.catalog, to: fresh)
        let then = snapshot.run.versions["Cairo"]
        let now = Version.all()["Cairo"]
        if then != now {
            notCompared.append("figures: Cairo \(then ?? "unknown") drew them, this is \(now ?? "unknown")")
        }
        let differences = Reporter.differences(of: folder, from: fresh, files: summary.files, figures: then == now)
        let result = Result(
            suite: suite.name, folder: folder, isFresh: changes.isEmpty && differences.isEmpty, changes: changes,
            differences: differences, notCompared: notCompared)
        return (result, summary)
    }

    private func changes(_ notCompared: inout [String]) throws -> [String] {
        var unreadable = [String]()
        var identities = [String: NetworkIdentity]()
        for network in suite.networks {
            do {
                identities[network.id] = try NetworkFile.read(
                    path: network.file, architecture: network.architecture
                ).identity
            } catch .unreadable {
                notCompared.append("network \(network.id): there is no \(network.file) here")
            } catch {
                unreadable.append("network \(network.id): cannot be read any more: \(error)")
            }
        }
        var dataset: Dataset?
        do { dataset = try locator.load(suite.dataset) } catch .notFound {
            notCompared.append("images of \(suite.dataset.name): they are not here")
        } catch {
            unreadable.append("dataset \(suite.dataset.name): cannot be read any more: \(error)")
        }
        let changes = SuiteChanges(
            to: suite, catalog: MethodRegistry.catalog, networks: identities, dataset: dataset, since: snapshot)
        return changes.descriptions + unreadable
    }
}
