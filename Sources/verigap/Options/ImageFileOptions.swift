import ArgumentParser
import Datasets

/// Files of images of one's own, named on the command line.
package struct ImageFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Images of one's own: an .npy file.", valueName: "file"),
        completion: .file(extensions: ["npy"]))
    package var images: String?

    @Option(
        help: ArgumentHelp("Their labels: an .npy file.", valueName: "file"), completion: .file(extensions: ["npy"]))
    package var labels: String?

    @Option(
        help: ArgumentHelp(
            "Factor of the values in --images: 1/255 for bytes kept as numbers. The pixel is the nearest float.",
            valueName: "factor"))
    package var pixelScale: PixelScale?

    @Option(help: "Order of --images: N × channels × height × width (default), or N × height × width × channels.")
    package var pixelLayout: PixelLayout?

    package init() {}

    package func validate() throws {
        if (images == nil) != (labels == nil) { throw ValidationError("--images and --labels belong together") }
        guard images == nil else { return }
        if pixelScale != nil {
            throw ValidationError("--pixel-scale is for --images; the pixels of a known dataset are in [0, 1] already")
        }
        if pixelLayout != nil {
            throw ValidationError("--pixel-layout is for --images; a known dataset has its channels first already")
        }
    }

    /// The images called so: those of the files, or without any of a known dataset.
    func reference(_ name: String, split: String) -> DatasetReference {
        DatasetReference(
            name: name, split: split, images: images, labels: labels, pixelScale: pixelScale?.value,
            pixelLayout: pixelLayout)
    }
}

extension PixelLayout: ExpressibleByArgument {}
