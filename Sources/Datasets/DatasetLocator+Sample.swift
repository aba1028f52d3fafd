import DataFormats
import Foundation

extension DatasetLocator {
    /// The embedded sample: 500 images of `mnist:holdout`, 50 per class, that travel with this repository.
    func loadSample(_ known: KnownDataset, _ split: String) throws(DatasetFault) -> Dataset {
        let files = KnownDataset.sampleFiles
        let places = sampleFolders + folders(of: known).map(\.path)
        for folder in places {
            guard let images = file(files.images, in: folder), let labels = file(files.labels, in: folder) else {
                continue
            }
            return try loadIDX(images, try bytes(labels), labels, name: known.name, split: split)
        }
        throw .notFound(
            what: "\(known.name) (\(files.images)[.gz] and \(files.labels)[.gz])", looked: places,
            ways: [
                "use the program or a suite of a checkout of verigap: the sample lies in its Suites/data",
                "copy Suites/data of a checkout beside the suite file",
            ])
    }

    /// Beside the suite file and in its folder `data`, then in `Suites/data` of the suite's, the working folder's and the
    /// program's checkouts, and where the program is installed.
    private var sampleFolders: [String] {
        var folders = [String]()
        if let suite = suiteDirectory.map({ resolve($0, from: workingDirectory) }) {
            folders += [suite + "/data", suite]
            folders += ancestors(of: suite).map { $0 + "/Suites/data" }
        }
        folders += ancestors(of: resolve(workingDirectory, from: "/")).map { $0 + "/Suites/data" }
        folders += ancestors(of: programDirectory).map { $0 + "/Suites/data" }
        folders += [ProgramPlace.home(above: programDirectory)].compactMap(\.self).map { $0 + "/Suites/data" }
        var seen = Set<String>()
        return folders.filter { seen.insert($0).inserted }
    }

    /// `folder` and the folders that contain it, the nearest first.
    private func ancestors(of folder: String) -> [String] {
        var result = [folder]
        while let last = result.last, last != "/" { result.append(last.pathFolder) }
        return result.map { $0 == "/" ? "" : $0 }
    }
}
