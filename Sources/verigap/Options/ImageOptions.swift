import ArgumentParser
import Datasets

/// Images named on the command line: a known dataset, or files of one's own.
package struct ImageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Images: a dataset, its split, an index from 0; for example mnist:test:124. With --images it names them freely.",
            valueName: "data"), completion: .list(DatasetLocator.knownNames))
    package var data: DataReference?

    @OptionGroup package var files: ImageFileOptions

    package init() {}

    package func validate() throws {
        if files.images != nil, data == nil {
            throw ValidationError("--images needs --data to name them, for example --data mine:test:0")
        }
    }

    /// Reads the split; `nil` without `--data`.
    func load(_ options: DataOptions) throws -> Dataset? {
        guard let data else { return nil }
        return try options.locator().load(files.reference(data.name, split: data.split))
    }
}
