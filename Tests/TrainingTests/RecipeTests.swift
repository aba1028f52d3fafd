import Datasets
import Foundation
import SuiteFiles
import Testing
import Training

@Suite struct RecipeTests {
    static let valid = """
        recipe: lpd
        network: { hidden: [100, 100] }
        data: { name: mnist, split: train, from: 5848 }
        loss: lp-dual
        epsilon: { final: 0.1, start: 0.01, ramp: 20 }
        optimiser: { adam: { rate: 0.002 } }
        decay: { from: 30, every: 10, factor: 0.5 }
        weight-decay: { l1: 1e-6, l2: 1e-5 }
        epochs: 60
        batch: 50
        seed: 7
        output: ../networks/lpd.safetensors
        precision: half
        measure: { name: mnist, epsilon: 0.1 }
        """

    @Test func everyKeyIsRead() throws {
        let recipe = try RecipeReader.parse(text: Self.valid, path: "r.yaml")
        #expect(recipe.architecture == .fullyConnected(hidden: [100, 100]))
        #expect(recipe.data == DatasetReference(name: "mnist", split: "train") && recipe.from == 5848)
        #expect(recipe.loss == .lpDual && recipe.epsilon == Recipe.Epsilon(final: 0.1, start: 0.01, ramp: 20))
        #expect(recipe.optimiser == .adam(rate: 0.002))
        #expect(recipe.decay == Recipe.Decay(from: 30, every: 10, factor: 0.5))
        #expect(recipe.l1 == 1e-6 && recipe.l2 == 1e-5)
        #expect(recipe.epochs == 60 && recipe.batch == 50 && recipe.seed == 7)
        #expect(recipe.precision == .half)
        #expect(recipe.measure == Recipe.Measure(data: DatasetReference(name: "mnist"), epsilon: 0.1))
    }

    @Test func lossesWithOptions() throws {
        func loss(_ text: String) throws -> Recipe.LossSpec {
            try RecipeReader.parse(text: Self.valid.replacing("loss: lp-dual", with: "loss: \(text)"), path: "r").loss
        }
        #expect(try loss("normal") == .normal)
        #expect(try loss("{ adversarial: { steps: 7 } }") == .adversarial(.init(steps: 7)))
        #expect(try loss("{ ibp: { final-clean: 0.25 } }") == .interval(finalClean: 0.25))
        var constants = MarginRegularisation(norm: .two, lambda: 2, gammaB: 0.3, gammaD: 0.4, firstShare: 0.2)
        #expect(
            try loss("{ mmr: { norm: 2, lambda: 2, gamma-b: 0.3, gamma-d: 0.4, faces: [0.2, 0.02] } }")
                == .mmr(constants, attack: nil))
        constants = MarginRegularisation(lambda: 1, gammaB: 0.15, gammaD: 0.15)
        #expect(
            try loss("{ mmr+adversarial: { lambda: 1, gamma-b: 0.15, gamma-d: 0.15 } }")
                == .mmr(constants, attack: .init()))
    }

    @Test func marginsAreForConvolutionsToo() throws {
        for name in ["mmr", "mmr+adversarial"] {
            let text = Self.valid.replacing("{ hidden: [100, 100] }", with: "cnn-small")
                .replacing("loss: lp-dual", with: "loss: { \(name): { lambda: 1, gamma-b: 0.15, gamma-d: 0.15 } }")
            let recipe = try RecipeReader.parse(text: text, path: "r")
            #expect(recipe.architecture == .cnnSmall && recipe.loss.name == name)
        }
    }

    @Test func schedules() {
        let epsilon = Recipe.Epsilon(final: 0.1, start: 0.02, ramp: 4)
        #expect(epsilon.value(after: 0) == 0.02 && abs(epsilon.value(after: 2) - 0.06) < 1e-15)
        #expect(epsilon.value(after: 4) == 0.1 && epsilon.value(after: 9) == 0.1)
        let decay = Recipe.Decay(from: 3, every: 2, factor: 0.5)
        #expect((0..<8).map(decay.multiplier) == [1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.125])
    }

    @Test(arguments: [
        ("loss: lp-dual", "loss: trades", 4, 7, "no loss is called \"trades\""),
        ("loss: lp-dual", "loss: { mmr: { lambda: 1, gamma-d: 1 } }", 4, 14, "mmr has no \"gamma-b\""),
        ("loss: lp-dual", "loss: mmr", 4, 7, "mmr has no \"lambda\""),
        ("loss: lp-dual", "loss: { lp-dual: { steps: 3 } }", 4, 20, "unknown key \"steps\" in lp-dual"),
        ("epochs: 60", "epochs: many", 9, 9, "epochs must be a whole number, found \"many\""),
        ("epochs: 60", "epochs: 0", 9, 9, "epochs must be at least 1, found 0"),
        ("batch: 50", "bach: 50", 10, 1, "unknown key \"bach\" in the recipe"),
        ("{ hidden: [100, 100] }", "cnn-small", 4, 7, "lp-dual is for fully-connected networks"),
        ("rate: 0.002", "rate: fast", 6, 28, "rate must be a number, found \"fast\""),
        ("rate: 0.002", "rate: 2000", 6, 28, "rate must lie in 0…1000, found 2000"),
        ("{ adam: { rate: 0.002 } }", "adm", 6, 12, "no optimiser is called \"adm\""),
        ("[100, 100]", "100", 2, 20, "hidden must be a list, found \"100\""),
        ("{ hidden: [100, 100] }", "resnet", 2, 10, "network must be cnn-small or { hidden: [100, 100] }"),
        ("{ final: 0.1, start: 0.01, ramp: 20 }", "{ start: 0.01 }", 5, 10, "epsilon has no \"final\""),
        ("precision: half", "precision: double", 13, 12, "precision must be one of single, half, found \"double\""),
        ("seed: 7", "epochs: 7", 11, 1, "key \"epochs\" appears twice in the recipe"),
    ])
    func faultsHavePlaces(old: String, new: String, line: Int, column: Int, message: String) throws {
        let text = Self.valid.replacing(old, with: new)
        let faults = #expect(throws: SuiteFaults.self) { try RecipeReader.parse(text: text, path: "r.yaml") }
        let first = try #require(faults?.faults.first)
        #expect(first.message.contains(message), "\(first)")
        #expect(first.place == SuitePlace(line: line, column: column), "\(first)")
    }

    @Test func unknownLossListsWhatExists() {
        let text = Self.valid.replacing("loss: lp-dual", with: "loss: trades")
        let faults = #expect(throws: SuiteFaults.self) { try RecipeReader.parse(text: text, path: "r.yaml") }
        #expect(faults?.faults.first?.hint == "losses: normal, adversarial, lp-dual, ibp, mmr, mmr+adversarial")
    }

    @Test func allFaultsAtOnce() {
        let text = "recipe: x\nloss: lp-dual\nepochs: 0\nfoo: 1\n"
        let faults = #expect(throws: SuiteFaults.self) { try RecipeReader.parse(text: text, path: "r.yaml") }
        // Three missing keys, no epsilon, epochs out of range, an unknown key.
        #expect(faults?.faults.count == 6)
    }

    @Test func fingerprintIsOfWhatDecidesTheWeights() throws {
        let recipe = try RecipeReader.parse(text: Self.valid, path: "r.yaml")
        var renamed = recipe
        renamed.name = "other"
        renamed.output = "elsewhere"
        renamed.measure = nil
        renamed.precision = nil
        #expect(renamed.fingerprint == recipe.fingerprint)
        var changed = recipe
        changed.epsilon.ramp = 21
        #expect(changed.fingerprint != recipe.fingerprint)
    }

    @Test func recipesOfTheRepositoryAreValidAndHoldOut() throws {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        let recipes = folder.appendingPathComponent("Suites/recipes")
        let files = try FileManager.default.contentsOfDirectory(atPath: recipes.path).filter { $0.hasSuffix(".yaml") }
        #expect(!files.isEmpty)
        for file in files {
            let recipe = try RecipeReader.read(path: recipes.appendingPathComponent(file).path).recipe
            #expect(recipe.name + ".yaml" == file)
            #expect(recipe.output == "../networks/\(recipe.name).safetensors")
            if recipe.data.name == "mnist" { #expect(recipe.data.split == "train" && recipe.from >= 5848) }
        }
    }
}
