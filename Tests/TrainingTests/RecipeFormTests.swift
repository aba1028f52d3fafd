import Datasets
import Questions
import SuiteFiles
import Testing
import Training

/// Recipes are written in the forms of suites, and what is wrong with them is said in the same words.
@Suite struct RecipeFormTests {
    private func recipe(_ old: String, _ new: String) throws -> Recipe {
        #expect(RecipeTests.valid.contains(old))
        return try RecipeReader.parse(text: RecipeTests.valid.replacing(old, with: new), path: "r.yaml")
    }

    private func faults(_ text: String) -> [SuiteFault] {
        do {
            _ = try RecipeReader.parse(text: text, path: "r.yaml")
            return []
        } catch { return error.faults }
    }

    @Test func numbersMayBeFractions() throws {
        #expect(try recipe("{ final: 0.1, start: 0.01, ramp: 20 }", "8/255").epsilon == .init(final: 8.0 / 255))
        #expect(try recipe("final: 0.1", "final: 8/255").epsilon.final == 8.0 / 255)
        #expect(try recipe("rate: 0.002", "rate: 1/512").optimiser == .adam(rate: 1.0 / 512))
        #expect(try recipe("mnist, epsilon: 0.1", "mnist, epsilon: 2/255").measure?.epsilon == 2.0 / 255)
    }

    @Test func anchorsAndMergeKeys() throws {
        let text = RecipeTests.valid
            .replacing("data: { name: mnist, split: train, from: 5848 }", with: "data: &images { name: fashion-mnist }")
            .replacing("measure: { name: mnist, epsilon: 0.1 }", with: "measure: { <<: *images, epsilon: *size }")
            .replacing("epsilon: { final: 0.1,", with: "epsilon: { final: &size 4/255,")
        let read = try RecipeReader.parse(text: text, path: "r.yaml")
        #expect(read.data == DatasetReference(name: "fashion-mnist", split: "train"))
        #expect(read.measure == .init(data: DatasetReference(name: "fashion-mnist"), epsilon: 4.0 / 255))
    }

    @Test func namesWithoutOptions() throws {
        #expect(try recipe("{ adam: { rate: 0.002 } }", "sgd").optimiser == .sgd(rate: 0.1, momentum: 0.9))
        #expect(try recipe("loss: lp-dual", "loss: { lp-dual: {} }").loss == .lpDual)
        #expect(try recipe("loss: lp-dual", "loss: adversarial").loss == .adversarial(.init()))
    }

    @Test func normsOfLosses() throws {
        #expect(try recipe("loss: lp-dual", "loss: { lp-dual: { norm: 2 } }").loss == .lpDualInBall)
        #expect(try recipe("loss: lp-dual", "loss: { lp-dual: { norm: inf } }").loss == .lpDual)
        let adversarial = try recipe("loss: lp-dual", "loss: { adversarial: { norm: 2, steps: 4 } }").loss
        #expect(adversarial == .adversarial(.init(steps: 4, norm: .two)))
        #expect(try recipe("loss: lp-dual", "loss: { adversarial: { norm: inf } }").loss == .adversarial(.init()))
        let constants = "lambda: 1, gamma-b: 0.3, gamma-d: 0.3"
        guard
            case .mmr(let margins, let attack?) =
                try recipe("loss: lp-dual", "loss: { mmr+adversarial: { norm: 2, \(constants) } }").loss
        else {
            Issue.record("not mmr+adversarial")
            return
        }
        #expect(margins.norm == .two && attack.norm == .two)
        #expect(faults(RecipeTests.valid.replacing("loss: lp-dual", with: "loss: { lp-dual: { norm: 1 } }")).count == 1)
        let twice = "loss: { mmr+adversarial: { norm: 3, \(constants) } }"
        #expect(faults(RecipeTests.valid.replacing("loss: lp-dual", with: twice)).count == 1)
    }

    @Test func joinedClassesAndNormsOfMeasurements() throws {
        let data = "{ name: mnist, split: train, classes: [[0, 1], [2, 3, 4, 5, 6, 7, 8, 9]], from: 5848 }"
        let read = try recipe("{ name: mnist, split: train, from: 5848 }", data)
        #expect(read.data.classes == [[0, 1], [2, 3, 4, 5, 6, 7, 8, 9]])
        #expect(try recipe("mnist, epsilon: 0.1", "mnist, epsilon: 0.1, norm: 2").measure?.norm == .two)
        #expect(try recipe("mnist, epsilon: 0.1", "mnist, epsilon: 0.1, norm: inf").measure?.norm == nil)
    }

    /// Where the files of images lie is found when they are read, and no part of the recipe.
    @Test func filesKeepTheirNames() throws {
        let own = "{ name: mine, images: x.npy, labels: y.npy, pixels: { scale: 1/255 }, from: 3 }"
        let read = try recipe("{ name: mnist, split: train, from: 5848 }", own)
        #expect(
            read.data
                == DatasetReference(
                    name: "mine", split: "train", images: "x.npy", labels: "y.npy", pixelScale: 1.0 / 255))
        #expect(read.from == 3)
    }

    @Test(arguments: [
        "{ name: minst }", "{ split: test }", "{ name: mnist, split: valid }", "{ name: mine, images: x.npy }",
        "{ name: mine, labels: y.npy }", "{ name: a b, images: x.npy, labels: y.npy }",
        "{ name: mine, images: x.npy, labels: y.npy, pixels: { scale: 0 } }",
        "{ name: mine, images: x.npy, labels: y.npy, pixels: { scale: many } }",
        "{ name: mine, images: x.npy, labels: y.npy, pixels: {} }",
        "{ name: mine, images: x.npy, labels: y.npy, pixels: 3 }", "{ name: mnist, pixels: { scale: 2 } }",
        "{ name: mnist, name: mnist }", "{ name: [mnist] }", "{ name: mnist, classes: [[0]] }",
        "{ name: mnist, classes: [0, 1] }", "{ name: mnist, classes: [[0], [0]] }",
    ])
    func aDatasetHasTheFaultsOfASuites(_ dataset: String) throws {
        let catalog = MethodCatalog([
            MethodDescriptor(
                name: "clean", title: "", summary: "", source: "", claim: .classification, norms: [.infinity],
                costRank: 0)
        ])
        let suite = """
            suite: s
            title: in line 3, as in the recipe
            dataset: \(dataset)
            networks: [{ id: A, file: a, epsilons: [0.1] }]
            methods: [clean]
            """
        let expected = #expect(throws: SuiteFaults.self) {
            try SuiteReader.parse(text: suite, path: "s.yaml", catalog: catalog, search: FileSearch { $0 })
        }
        let text = RecipeTests.valid.replacing("{ name: mnist, split: train, from: 5848 }", with: dataset)
        let found = faults(text)
        #expect(!found.isEmpty)
        let words = found.map { fault in
            // What a suite calls the dataset is the recipe's data.
            fault.message.hasPrefix("data ") || fault.message.hasSuffix(" in data")
                ? fault.message.replacing("data", with: "the dataset") : fault.message
        }
        #expect(words == expected?.faults.map(\.message))
        #expect(found.map(\.hint) == expected?.faults.map(\.hint))
    }

    @Test func allFaultsAreShownTogether() {
        let text = """
            recipe: six
            network: { hidden: [100, 0] }
            data: { name: minst, split: train }
            loss: { adversarail: { steps: 10 } }
            epsilon: 8
            epochs: 60
            epoch: 7
            batch: 50
            batch: 60
            output: x.safetensors
            """
        let golden = """
            r.yaml:2:26: a layer width must be at least 1, found 0
               2 | network: { hidden: [100, 0] }
                 |                          ^

            r.yaml:3:15: no dataset is called "minst"
               3 | data: { name: minst, split: train }
                 |               ^
              hint: did you mean "mnist"?

            r.yaml:4:7: no loss is called "adversarail"
               4 | loss: { adversarail: { steps: 10 } }
                 |       ^
              hint: did you mean "adversarial"?

            r.yaml:5:10: epsilon must lie in 0…1, found 8
               5 | epsilon: 8
                 |          ^

            r.yaml:7:1: unknown key "epoch" in the recipe
               7 | epoch: 7
                 | ^
              hint: did you mean "epochs"?

            r.yaml:9:1: key "batch" appears twice in the recipe
               9 | batch: 60
                 | ^
              hint: it stands in line 8 already

            6 faults in r.yaml
            """
        #expect(SuiteFaults(faults(text)).description == golden)
    }

    @Test(
        arguments: [
            ("", "the file is empty", "begin with recipe: NAME"),
            ("recipe: [a\n", "not valid YAML: ", nil),
            ("recipe: a\nloss:\n\tadam: 3\n", "not valid YAML: ", "YAML is indented with spaces, never with tabs"),
            (
                "recipe: { <<: 3 }\n", "<< merges mappings only",
                "<<: *name, or <<: [*first, *second], where each name stands for a mapping"
            ),
        ] as [(String, String, String?)])
    func whatIsNoRecipe(text: String, message: String, hint: String?) {
        let found = faults(text)
        #expect(found.count == 1)
        #expect(found.first?.message.hasPrefix(message) == true, "\(found)")
        #expect(found.first?.hint == hint)
    }
}
