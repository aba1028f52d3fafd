import Datasets
import NetworkFiles
import Networks
import Questions
import Runner
import Statistics
import SuiteFiles
import Tables
import Verifiers

extension Diagnosis {
    /// The suite's images, and every network's forward pass on them.
    mutating func checkSuite(_ suite: Suite, _ locator: DatasetLocator) {
        let section = "Suite \(suite.name)"
        let dataset: Dataset
        do { dataset = try locator.loadAny(suite.dataset) } catch {
            note(section, .bad, suite.dataset.name, "\(error)", status: Failure.status(of: error))
            return
        }
        let facts = DatasetFacts(dataset, domain: suite.domain)
        if let misfit = Fit.misfit(of: facts, called: dataset.name, domain: suite.domain) {
            note(section, misfit, of: suite.dataset.name)
        }
        let selected = suite.samples.positions(in: dataset.labels).count
        note(
            section, .good, "\(suite.dataset.name):\(suite.dataset.split)",
            "\(Wording.counted(dataset.count, dataset.given.isEmpty ? "image" : "question")), \(selected) of them in the suite"
        )
        for instance in dataset.given {
            guard let fault = instance.fault else { continue }
            note(section, .bad, instance.id.description, "\(fault): it is asked of no method", status: .dataFault)
        }
        for network in suite.networks { check(network, of: suite, dataset, facts, section) }
    }

    private mutating func note(_ section: String, _ misfit: Misfit, of what: String) {
        note(section, .bad, what, misfit.message, remedy: misfit.hint, status: .dataFault)
    }

    private mutating func check(
        _ entry: SuiteNetwork, of suite: Suite, _ dataset: Dataset, _ images: DatasetFacts, _ section: String
    ) {
        let network: Network
        do { network = try NetworkFile.read(path: entry.file, architecture: entry.architecture) } catch {
            note(section, .bad, entry.id, "\(error)", status: Failure.status(of: error))
            return
        }
        let facts = NetworkFacts(network)
        for method in suite.methods.compactMap({ MethodRegistry.catalog[$0.call.name] }) {
            if let misfit = Fit.misfit(of: method, facts, called: entry.id) { note(section, misfit, of: entry.id) }
        }
        if let rows = entry.instances {
            let count = Wording.counted(rows.count, "instance")
            return note(
                section, .good, entry.id,
                "\(count), each at most \(entry.limit?.seconds ?? 0) \(entry.limit?.clock == .processor ? "CPU s" : "s")"
            )
        }
        let misfits = Fit.misfits(of: facts, called: entry.id, images, called: dataset.name)
        guard misfits.isEmpty else {
            for misfit in misfits { note(section, misfit, of: entry.id) }
            return
        }
        let errors = CleanAccuracy.errors(of: network, on: dataset)
        guard let percent = Proportion(errors, of: dataset.count).percent else {
            note(section, .bad, entry.id, "the split has no images", status: .dataFault)
            return
        }
        var detail = "test error \(NumberFormat.fixed(2).text(percent)) % (\(errors) of \(dataset.count))"
        let published = suite.published.first { $0.network == entry.id && $0.column.bound == .testError }
        if let published { detail += ", published \(NumberFormat.fixed(2).text(published.value)) %" }
        let guessing = 100 * (1 - 1 / Double(network.classCount))
        let isChance = percent > 0.95 * guessing
        let isOff = published.map { abs($0.value - percent) > 1 } ?? false
        note(
            section, isChance || isOff ? .doubtful : .good, entry.id, detail,
            remedy: isChance || isOff
                ? "check the normalisation, the layout of the weights and whether these are the right images" : nil)
    }
}
