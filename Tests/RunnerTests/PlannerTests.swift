import Datasets
import Networks
import Questions
import ResultStore
import Runner
import SuiteFiles
import Testing
import WorkerProtocol

@Suite struct PlannerTests {
    @Test func ordersCellsAsTheSuiteDoes() throws {
        let plan = try ToyProblem.plan(
            try ToyProblem.document(methods: "[exact, clean, hunt: { samples: { first: 4 } }]"), store: nil)
        let names = plan.cells.map { "\($0.epsilon) \($0.descriptor.name)" }
        #expect(names == ["0.1 exact", "0.0 clean", "0.1 hunt", "0.2 exact", "0.2 hunt"])
        #expect(plan.cells.map(\.samples.count) == [13, 13, 4, 13, 4])
        #expect(plan.samples.count == 13)
        #expect(plan.runCells.count == 5)
        #expect(Set(plan.cells.map(\.digest)).count == 5)
    }

    @Test func aMethodMayBeAskedLessOnANetwork() throws {
        let plan = try ToyProblem.plan(
            try ToyProblem.document(methods: "[exact: { samples-of: { identity: [2, 5] } }, hunt]"), store: nil)
        #expect(plan.cells.map(\.samples.count) == [2, 13, 2, 13])
        #expect(plan.cells[0].samples.map { plan.samples[$0].id.index } == [2, 5])
    }

    @Test func labelsFollowTheReference() throws {
        let labelled = try ToyProblem.plan(try ToyProblem.document(methods: "[tight]"), store: nil)
        #expect(labelled.query(cell: 0, position: 1).label == 0)
        let predicted = try ToyProblem.plan(
            try ToyProblem.document(methods: "[tight]", extra: "reference: prediction"), store: nil)
        #expect(predicted.query(cell: 0, position: 1).label == 1)
        #expect(predicted.query(cell: 0, position: 0).label == 0)
        #expect(predicted.cells[0].digest != labelled.cells[0].digest)
    }

    private struct Broken: InputLoader {
        var data: Result<Dataset, DatasetFault>

        func network(file: String, architecture: ArchitectureSpec) throws -> Network {
            throw NetworkFault.noLayers
        }
        func dataset(_ reference: DatasetReferenceV1) throws -> Dataset { try data.get() }
    }

    private func fault(_ loader: some InputLoader) throws -> PlanFault? {
        let document = try ToyProblem.document()
        do {
            _ = try Planner(catalog: ToyProblem.catalog, loader: loader).plan(
                document, images: DatasetReferenceV1(dataset: document.suite.dataset, workingDirectory: "/"),
                store: nil)
            return nil
        } catch { return error as? PlanFault }
    }

    @Test func collectsEverythingThatIsWrong() throws {
        let missing = DatasetFault.notFound(what: "points", looked: ["/a"], ways: [])
        let both = try #require(try fault(Broken(data: .failure(missing))))
        #expect(both.faults.faults.map(\.place.line) == [3, 5])
        #expect(both.exitStatus == .dataFault)
        #expect(both.description.contains("identity cannot be read: the network has no layers"))
        let wrongShape = Dataset(name: "points", split: "test", shape: [3], labels: [5], pixels: [0, 0, 0])
        struct Images: InputLoader {
            var images: Result<Dataset, DatasetFault>
            func network(file: String, architecture: ArchitectureSpec) throws -> Network {
                try ToyLoader().network(file: file, architecture: architecture)
            }
            func dataset(_ reference: DatasetReferenceV1) throws -> Dataset { try images.get() }
        }
        let misfit = try #require(try fault(Images(images: .success(wrongShape))))
        #expect(misfit.faults.faults.count == 2)
        #expect(misfit.exitStatus == .dataFault)
        #expect(try #require(try fault(Images(images: .failure(missing)))).exitStatus == .inputNotFound)
    }

    @Test func namesEveryDifferenceOfConfigurations() throws {
        let plan = try ToyProblem.plan(try ToyProblem.document(methods: "[tight]"), store: nil)
        let old = plan.cells[0].configuration
        #expect(old.differences(from: old).isEmpty)
        var new = old
        new.network = Digest(of: "other")
        new.perturbation = PerturbationSet(norm: .two, epsilon: 0.25, domain: nil)
        new.revision = 9
        new.reference = .prediction
        new.measure = .margin
        new.budget = Budget(perQuerySeconds: 1, memoryBytes: 5)
        new.method.name = "loose"
        new.method.options["effort"] = .integer(7)
        #expect(
            new.differences(from: old) == [
                "network bytes", "norm: l∞ → l2", "ε: 0.1 → 0.25", "input domain: [0.0, 1.0] → unbounded",
                "method: tight → loose", "option effort: 1 → 7", "revision of loose: 1 → 9",
                "reference: label → prediction", "measure: verdict → margin", "per-query budget: 20.0 s → 1.0 s",
                "memory budget: 1073741824 bytes → 5 bytes",
            ])
    }

    @Test func commandLinesLoseTheirFolders() {
        let command = Provenance.command(
            [
                "/home/someone/bin/verigap", "run", "/srv/here/Suites/a.yaml", "--data-dir=/home/someone/data", "a b",
                "$(c)", "it's",
            ],
            from: "/srv/here")
        #expect(command == "verigap run Suites/a.yaml --data-dir=…/data 'a b' '$(c)' 'it'\\''s'")
        #expect(!Provenance.machine().isEmpty)
        #expect(Set(ExitStatus.allCases.map(\.meaning)).count == ExitStatus.allCases.count)
    }
}
