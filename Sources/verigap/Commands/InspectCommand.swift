import ArgumentParser
import Networks
import Statistics
import SuiteFiles

/// `verigap inspect`: what is in a network file.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Shows the layers, shapes and size of a network.",
        discussion: """
            With --data, its test error on that split, too.
            A file of tensors alone is read as a chain of layers with ReLUs in between; --architecture names them, as in a \
            suite: linear, conv2d, batch-norm, relu, max-pool, average-pool, add, flatten, normalise, scale, select, \
            concat, reshape. Of a checkpoint --entry names the dictionary to read where there are several, and --ignore \
            leaves tensors out. Python objects in a checkpoint are never executed.
            """)

    @Argument(help: "Network file, or a folder of .npy tensors.", completion: .file())
    var file: String

    @OptionGroup var architecture: ArchitectureOption
    @OptionGroup var images: ImageOptions

    @Option(help: ArgumentHelp("Range of a pixel of --data, or unbounded.", valueName: "lo,hi"))
    var inputDomain = DomainOption.unit

    @OptionGroup var data: DataOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let (path, read) = try architecture.loadNoted(file, data)
        let network = read.network
        var description = NetworkDescription(network, path: path)
        description.notes = read.notes.isEmpty ? nil : read.notes
        if let dataset = try images.load(data) {
            let misfits = Fit.misfits(
                of: NetworkFacts(network), called: "the network", DatasetFacts(dataset, domain: inputDomain.domain),
                called: dataset.name, domain: inputDomain.domain)
            if let fault = CommandFault(misfits) { throw fault }
            let errors = CleanAccuracy.errors(of: network, on: dataset)
            description.test = NetworkDescription.Test(
                data: "\(dataset.name):\(dataset.split)", images: dataset.count, errors: errors,
                errorPercent: Proportion(errors, of: dataset.count).percent)
        }
        Console.print(json ? try JSONText.text(description) : description.text)
    }
}
