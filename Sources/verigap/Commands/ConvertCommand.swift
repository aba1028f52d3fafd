import ArgumentParser
import DataFormats
import Foundation
import NetworkFiles

/// `verigap convert`: a network file in another format.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Writes a network file in another format.",
        discussion: """
            Read are PyTorch .pth, NumPy .npz and folders of .npy, MATLAB v5 .mat, safetensors and ONNX (.onnx, \
            .onnx.gz); the ending of the second file says what is written: .safetensors, .onnx, .onnx.gz. Weights stay \
            what they are to the last bit. What the new file holds otherwise, and what was rounded when an ONNX model was \
            read, is said. The file is read back before the command ends: either it is the same network, or it is said \
            that other layers compute the same.

            Examples:
              verigap convert mnist.onnx mnist.safetensors
              verigap convert Suites/networks/lpd-mlp-b-0.1.safetensors lpd.onnx
            """)

    @Argument(help: "Network file, or a folder of .npy tensors.", completion: .file())
    var input: String

    @Argument(
        help: ArgumentHelp("File to write: .safetensors, .onnx or .onnx.gz.", valueName: "output"),
        completion: .file(extensions: ["safetensors", "onnx", "gz"]))
    var output: String

    @Flag(help: "Replace the file if it is there.")
    var force = false

    @Flag(
        help: ArgumentHelp(
            "Of an ONNX model: round numbers of double precision to the nearest float.",
            discussion:
                "Else a model with doubles that are no floats is refused. What was rounded is said, also with --quiet.")
    )
    var round = false

    @OptionGroup var architecture: ArchitectureOption
    @OptionGroup var data: DataOptions

    @Flag(name: .shortAndLong, help: "Say nothing if all is well.")
    var quiet = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        let endings = NetworkFile.writtenEndings
        guard endings.contains(where: output.lowercased().hasSuffix) else {
            throw ValidationError(
                "'\(output)' has no ending of a format that is written: \(endings.joined(separator: ", "))")
        }
    }

    func run() throws {
        let (path, read) = try architecture.loadNoted(input, data, roundsDoubles: round)
        if !force, FileManager.default.fileExists(atPath: output) {
            throw CommandFault("\(output) is there already; --force replaces it", status: .cannotWrite)
        }
        let (bytes, notes) = try NetworkFile.fileBytes(read.network, for: output)
        let back = try NetworkFile.read(bytes, path: output)
        try AtomicFile.write(bytes, to: output)
        let report = ConversionReport(
            path, read, to: output, size: bytes.count, back: back.digest, notes: read.notes + notes)
        if json { return Console.print(try JSONText.text(report)) }
        if !quiet { return Console.print(report.text) }
        if round { for note in read.notes { Console.note("verigap: \(note)") } }
    }
}
