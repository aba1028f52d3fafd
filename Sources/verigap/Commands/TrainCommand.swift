import ArgumentParser
import DataFormats
import Datasets
import Foundation
import NetworkFiles
import Runner
import SuiteFiles
import Training

/// `verigap train`: trains the network of a recipe.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Trains the network of a recipe and writes it to a file.",
        discussion: """
            For example: verigap train Suites/recipes/lpd-mlp-b-0.1.yaml
            The same recipe gives the same weights on the same kind of processor, whatever the number of workers. After \
            every epoch a checkpoint is \
            written beside the output; a training that was killed goes on from there, to the same weights.
            """)

    @Argument(help: "Recipe file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var recipe: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("File to write instead of the recipe's.", valueName: "file"), completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("Threads. (default: one per core)", valueName: "count"))
    var workers: Int?

    @Flag(inversion: .prefixedNo, help: "Go on from the checkpoint, if there is one of this recipe and data.")
    var resume = true

    @Flag(help: "Begin anew, whatever checkpoint there is; the same as --no-resume.")
    var fresh = false

    @OptionGroup var data: DataOptions

    @Flag(name: .shortAndLong, help: "Show no progress.")
    var quiet = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func validate() throws {
        if let workers, !(1...1024).contains(workers) { throw ValidationError("--workers must be at least 1") }
    }

    func run() throws {
        let (recipe, text) = try RecipeReader.read(path: self.recipe)
        let locator = try data.locator(suite: self.recipe)
        let dataset = try locator.load(recipe.data)
        // Before the training, not after it: the images that are measured on must be there.
        let measured = try recipe.measure.map { try locator.load($0.data) }
        let workers = workers ?? ProcessInfo.processInfo.activeProcessorCount
        let path = outputPath(recipe)
        do {
            let trainer = try Trainer(recipe, on: dataset, workers: workers)
            if let fault = CommandFault(misfits(trainer.architecture, [dataset] + [measured].compactMap(\.self))) {
                throw fault
            }
            let display = TrainDisplay(ProgressDisplay.style(quiet: quiet))
            let checkpoint = path + ".checkpoint"
            let trained = try trainer.train(
                checkpoint: checkpoint, resume: resume && !fresh, report: display.note)
            display.end()
            guard let trained else { throw CommandFault("training stopped", status: .interrupted) }
            let errors = zip(recipe.measure, measured).map { measure, dataset in
                MeasuredErrors.measure(
                    trained.network, on: dataset, epsilon: measure.epsilon, norm: measure.norm, workers: workers)
            }
            try trained.write(
                to: path, recipe: recipe, recipeText: text, dataDigest: trainer.dataDigest, errors: errors)
            try? FileManager.default.removeItem(atPath: checkpoint)
            let report = TrainReport(
                recipe: recipe.name, output: path, network: trained.network.digest,
                parameters: trained.network.parameterCount, epochs: recipe.epochs, seconds: trained.seconds,
                errors: errors)
            Console.print(json ? try JSONText.text(report) : report.text)
        } catch let fault as TrainingFault {
            throw CommandFault(fault.description, status: .dataFault)
        }
    }

    /// Why the network cannot take the images that it is trained or measured on; [0, 1] is the domain of every recipe.
    private func misfits(_ architecture: TrainableArchitecture, _ datasets: [Dataset]) -> [Misfit] {
        datasets.flatMap { dataset in
            Fit.misfits(
                of: NetworkFacts(architecture), called: "the network", DatasetFacts(dataset, domain: .unit),
                called: "\(dataset.name) \(dataset.split)", domain: .unit)
        }
    }

    /// Where the network goes: the recipe's output is meant from the recipe's folder.
    private func outputPath(_ recipe: Recipe) -> String {
        if let output { return output }
        let folder = URL(fileURLWithPath: self.recipe).deletingLastPathComponent()
        return URL(fileURLWithPath: recipe.output, relativeTo: folder).standardizedFileURL.path
    }

    /// Both or nothing.
    private func zip<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
        if let a, let b { (a, b) } else { nil }
    }
}
