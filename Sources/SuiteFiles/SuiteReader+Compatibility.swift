import Questions

extension SuiteReader {
    /// What does not fit together once networks and images are loaded: methods and layers, networks and images,
    /// selected samples and the size of the split. Empty if all is well.
    ///
    /// - Parameters:
    ///   - networks: by id; those that did not load are left out.
    ///   - dataset: `nil` if it did not load.
    public static func compatibilityFaults(
        of document: SuiteDocument, catalog: MethodCatalog, networks: [String: NetworkFacts], dataset: DatasetFacts?
    ) -> [SuiteFault] {
        var faults = [SuiteFault]()
        let suite = document.suite
        for network in suite.networks {
            guard let facts = networks[network.id] else { continue }
            faults += Fit.misfits(of: suite.form, facts, called: network.id)
                .map { document.fault($0, at: .network(network.id)) }
            // Of instances each is answered for itself, also where its property is of another network.
            if let dataset, network.instances == nil {
                faults += Fit.misfits(of: facts, called: network.id, dataset, called: suite.dataset.name)
                    .map { document.fault($0, at: .network(network.id)) }
            }
            for method in suite.methods {
                guard let misfit = catalog[method.call.name].flatMap({ Fit.misfit(of: $0, facts, called: network.id) })
                else { continue }
                faults.append(document.fault(misfit, at: .method(method.id)))
            }
        }
        if let dataset, suite.dataset.instances == nil {
            faults += [
                Fit.misfit(
                    of: suite.form, dataset.shape, called: suite.dataset.name, norm: suite.norm, domain: suite.domain)
            ].compactMap(\.self).map { document.fault($0, at: .dataset) }
        }
        if let dataset {
            faults += selectionFaults(dataset, document)
            faults += [Fit.misfit(of: dataset, called: suite.dataset.name, domain: suite.domain)].compactMap(\.self)
                .map { document.fault($0, at: .dataset) }
        }
        return faults
    }

    private static func selectionFaults(_ dataset: DatasetFacts, _ document: SuiteDocument) -> [SuiteFault] {
        let suite = document.suite
        let selections: [(SampleSelection, SuiteDocument.Part)] =
            [(suite.samples, .dataset)]
            + suite.methods.flatMap { method in
                ([method.samples].compactMap(\.self) + method.samplesOfNetworks.sorted { $0.key < $1.key }.map(\.value))
                    .map { ($0, .method(method.id)) }
            }
        return selections.compactMap { selection, part in
            let wanted: String
            switch selection {
            case .first(let n) where n > dataset.count: wanted = "the first \(n) images are asked for"
            case .random(let n, _) where n > dataset.count: wanted = "\(n) random images are asked for"
            case .perClass(let n, _):
                guard let small = dataset.classSizes.filter({ $0.value < n }).min(by: { $0.key < $1.key }) else {
                    return nil
                }
                return document.fault(
                    "\(n) images of each class are asked for, \(suite.dataset.name) \(suite.dataset.split) has "
                        + "\(small.value) of class \(small.key)", at: part,
                    hint: "ask for at most \(dataset.classSizes.values.min() ?? 0) of each")
            case .indices(let list):
                guard let outside = list.first(where: { $0 >= dataset.count }) else { return nil }
                wanted = "image \(outside) is asked for"
            default: return nil
            }
            return document.fault(
                "\(wanted), \(suite.dataset.name) \(suite.dataset.split) has \(dataset.count) images", at: part,
                hint: "positions count from 0")
        }
    }
}

extension SuiteDocument {
    fileprivate func fault(_ misfit: Misfit, at part: Part) -> SuiteFault {
        fault(misfit.message, at: part, hint: misfit.hint)
    }
}
