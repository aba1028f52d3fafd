import ArgumentParser
import Datasets

/// Images named on the command line: a known dataset, or files of one's own.
package struct ImageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Images: a dataset, its split, an index from 0; for example mnist:test:124.", valueName: "data"),
        completion: .list(DatasetLocator.knownNames))
    package var data: DataReference?

    @Option(
        help: ArgumentHelp("Images of one's own: an .npy file; then --data names them freely.", valueName: "file"),
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

    package init() {}

    package func validate() throws {
        if (images == nil) != (labels == nil) { throw ValidationError("--images and --labels belong together") }
        if images == nil, pixelScale != nil {
            throw ValidationError("--pixel-scale is for --images; the pixels of a known dataset are in [0, 1] already")
        }
        if images != nil, data == nil {
            throw ValidationError("--images needs --data to name them, for example --data mine:test:0")
        }
    }

    /// Reads the split; `nil` without `--data`.
    func load(_ options: DataOptions) throws -> Dataset? {
        guard let data else { return nil }
        let reference = DatasetReference(
            name: data.name, split: data.split, images: images, labels: labels, pixelScale: pixelScale?.value)
        return try options.locator().load(reference)
    }
}
