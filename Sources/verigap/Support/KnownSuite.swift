import Comparison
import Questions
import SuiteFiles
import Verifiers

/// What the file of a suite adds to recorded runs of it: its gates and where its networks and images lie. Nothing where there is no such
/// file.
struct KnownSuite {
    private let suite: Suite?

    /// - Throws: the file's faults: whose gates cannot be read must not be compared with others.
    init(_ name: String, _ data: DataOptions) throws {
        guard let path = try? SuiteLocation.find(name) else {
            suite = nil
            return
        }
        let locator = try data.locator(suite: path)
        let document = try SuiteReader.document(
            path: path, catalog: MethodRegistry.catalog.withoutLibraries,
            search: FileSearch { locator.findFile($0) ?? $0 })
        suite = document.suite.name == name ? document.suite : nil
    }

    var gates: Gates { suite?.gates ?? .strict }

    /// What commands that ask again must know.
    var whereabouts: Whereabouts {
        var images = [String]()
        if let dataset = suite?.dataset, let pixels = dataset.images, let labels = dataset.labels {
            images = ["--images", pixels, "--labels", labels]
            if let scale = dataset.pixelScale { images += ["--pixel-scale", "\(OptionValue.number(scale))"] }
            if let layout = dataset.pixelLayout { images += ["--pixel-layout", layout.rawValue] }
        }
        let files = Dictionary(
            (suite?.networks ?? []).filter { $0.architecture.random == nil }.map { ($0.id, $0.file) },
            uniquingKeysWith: { first, _ in first })
        return Whereabouts(
            networkFile: { files[$0] }, images: images, provers: Set(MethodRegistry.provers))
    }
}
