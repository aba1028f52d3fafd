import ArgumentParser
import Datasets
import NetworkFiles
import Networks
import SuiteFiles

/// What a network file needs besides its name.
package struct ArchitectureOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Architecture of a file that has only tensors, as in a suite file: '{ layers: [linear, relu, linear] }'.",
            valueName: "yaml"))
    package var architecture: String?

    package init() {}

    /// Finds and reads a network file.
    func load(_ file: String, _ options: DataOptions) throws -> (path: String, network: Network) {
        let spec = try architecture.map { text throws(SuiteFaults) in
            try SuiteReader.architecture(text, from: "--architecture")
        }
        let locator = try options.locator()
        guard let path = locator.findFile(file) else {
            let places = locator.placesOfFile(file).map { "\n  - \($0)" }.joined()
            throw CommandFault("there is no network file \(file). Looked for:\(places)", status: .inputNotFound)
        }
        return (path, try NetworkFile.read(path: path, architecture: spec ?? .inferred))
    }
}
