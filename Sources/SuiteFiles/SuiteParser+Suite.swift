import Questions
import Yams

extension SuiteParser {
    private static let keys = [
        "suite", "title", "dataset", "networks", "methods", "question", "perturbation", "reference", "measure",
        "cascade", "audit", "budget", "published", "ablation", "notes", "gates", "instances",
        "tables", "figures",
    ]

    /// The whole file; `nil` if any part could not be read.
    func suite(digest: Digest) -> SuiteDocument? {
        guard let root = content(hint: "begin with suite: NAME"),
            let fields = fields(of: root, what: "the suite", keys: Self.keys)
        else { return nil }
        let name = required("suite", in: fields, hint: "suite: NAME names the report's folder")
            .flatMap { identifier($0, "suite") }
        let title = fields["title"].flatMap { text($0.value, "title") }
        let table = fields["instances"].map { instances($0, besides: fields, suite: name) }
        var question = self.question(fields["question"]?.value)
        var perturbation = self.perturbation(fields["perturbation"]?.value)
        if table != nil {
            (question.property, perturbation.family) = (QuestionForm.given.property, QuestionForm.given.family)
            perturbation.domain = nil
        }
        let dataset =
            table.map { $0.map { ParsedDataset(reference: $0.reference, samples: .all, place: $0.place) } }
            ?? required("dataset", in: fields, hint: "dataset: { name: mnist, samples: { first: 100 } }")
            .flatMap { self.dataset($0) }
        let networks =
            table.map { $0?.networks ?? [] }
            ?? required("networks", in: fields).map { self.networks($0, perturbation, question.goal) } ?? []
        var budget = self.budget(fields["budget"]?.value)
        // Instances have limits of their own.
        if table != nil, !budget.statesTime { budget.perQuery.perQuerySeconds = 1e6 }
        let surroundings = MethodSurroundings(
            perturbation: perturbation, samples: dataset?.samples, networks: networks.map(\.id),
            budget: budget.perQuery, goal: question.goal)
        let methods = required("methods", in: fields).map { self.methods($0, in: surroundings) } ?? []
        let asksForSizes = question.goal.isRadius
        let published: (figures: [PublishedFigure], shares: [PublishedShares]) =
            asksForSizes || table != nil
            ? ([], []) : fields["published"].map { self.published($0.value, networks, methods) } ?? ([], [])
        let contest = table == nil ? nil : fields["published"].flatMap { self.contest($0.value) }
        let distances =
            asksForSizes ? fields["published"].map { publishedDistances($0.value, networks, methods) } ?? [] : []
        let ablation = fields["ablation"].flatMap { self.ablation($0.value, methods) }
        let reference = fields["reference"].flatMap { choice($0.value, "reference", as: ReferenceLabel.self) }
        checkReference(of: dataset, reference, at: fields["reference"]?.keyPlace, methods)
        let measure = fields["measure"].flatMap { choice($0.value, "measure", as: Measure.self) }
        let cascade = fields["cascade"].flatMap { boolean($0.value, "cascade") }
        let notes = fields["notes"].map { self.notes($0.value) } ?? []
        let gates = self.gates(fields["gates"]?.value)
        let audit = self.audit(fields["audit"]?.value)
        let tables = tableStyle(fields["tables"]?.value, methods, question.goal, hasColumns: table == nil)
        let figures = figureSettings(fields["figures"]?.value)
        checkLabels(networks.map { ($0.id, $0.network?.label, $0.place) }, of: "network")
        checkLabels(methods.map { ($0.id, $0.method?.label, $0.place) }, of: "method")

        guard let name, let dataset, faults.isEmpty else { return nil }
        var suite = Suite(
            name: name, title: title ?? name, path: source.path, digest: digest, dataset: dataset.reference,
            samples: dataset.samples, networks: networks.compactMap(\.network), methods: methods.compactMap(\.method),
            norm: perturbation.norm ?? .infinity, domain: perturbation.domain, reference: reference ?? .label,
            measure: measure ?? .verdict, cascade: cascade ?? true, budget: budget.perQuery,
            totalSeconds: budget.total, published: published.figures, ablation: ablation, notes: notes,
            form: QuestionForm(family: perturbation.family, property: question.property, goal: question.goal))
        suite.publishedDistances = distances
        suite.publishedShares = published.shares
        suite.contest = contest
        suite.gates = gates
        suite.audit = audit
        suite.tables = tables
        suite.figures = figures
        var places: [SuiteDocument.Part: SuitePlace] = [.dataset: dataset.place]
        for network in networks { places[.network(network.id)] = network.place }
        for method in methods { places[.method(method.id)] = method.place }
        return SuiteDocument(suite: suite, places: places, lines: source.lines)
    }
}
