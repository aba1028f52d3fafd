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

    @Option(
        help: ArgumentHelp(
            "Which dictionary of a PyTorch checkpoint holds the weights, where there are several: model.state_dict.",
            valueName: "path"))
    package var entry: String?

    @Option(
        help: ArgumentHelp(
            "Tensors that no layer uses and that are left out: 'normalize.*'. May be given several times.",
            valueName: "pattern"))
    package var ignore: [String] = []

    package init() {}

    /// Finds and reads a network file.
    func load(_ file: String, _ options: DataOptions) throws -> (path: String, network: Network) {
        let (path, read) = try loadNoted(file, options)
        return (path, read.network)
    }

    /// Finds and reads a network file, with what there is to say about how it was read.
    ///
    /// - Parameter roundsDoubles: of an ONNX model, make floats of doubles that are none.
    func loadNoted(
        _ file: String, _ options: DataOptions, roundsDoubles: Bool = false
    ) throws -> (path: String, read: ReadNetwork) {
        var spec =
            try architecture.map { text throws(SuiteFaults) in
                try SuiteReader.architecture(text, from: "--architecture")
            } ?? .inferred
        spec.entry = entry
        spec.ignore = ignore.isEmpty ? nil : ignore
        let locator = try options.locator()
        let isModel = [".onnx", ".onnx.gz"].contains { file.lowercased().hasSuffix($0) }
        guard let path = isModel ? locator.findPlainOrPacked(file) : locator.findFile(file) else {
            let places = locator.placesOfFile(file).map { "\n  - \($0)" }.joined()
            throw CommandFault("there is no network file \(file). Looked for:\(places)", status: .inputNotFound)
        }
        return (path, try NetworkFile.load(path: path, architecture: spec, roundsDoubles: roundsDoubles))
    }
}
