import Questions
import VNNLIB

/// What an export of questions wrote, and what it could not state.
struct ExportSummary: Encodable {
    /// Questions that were left out for one reason.
    struct Skipped: Encodable {
        var reason: String
        var count: Int
        var hint: String?
    }

    var suite: String
    var folder: String
    var networks = 0
    var properties = 0
    var instances = 0
    var skipped: [Skipped] = []
    /// What the models hold otherwise than the networks do.
    var notes: [String] = []

    init(suite: String, folder: String) {
        self.suite = suite
        self.folder = folder
    }

    mutating func skip(_ fault: UnstatableQuestion) {
        if let place = skipped.firstIndex(where: { $0.reason == fault.description }) {
            skipped[place].count += 1
        } else {
            skipped.append(Skipped(reason: fault.description, count: 1, hint: fault.hint))
        }
    }

    mutating func count(_ files: Set<String>, instances: Int) {
        networks = files.count { $0.hasPrefix("onnx/") }
        properties = files.count { $0.hasPrefix("vnnlib/") }
        self.instances = instances
    }

    var text: String {
        instances == 0 ? "nothing was written: VNN-LIB can state no question of \(suite)" : writtenText
    }

    private var writtenText: String {
        "\(folder): \(Wording.counted(instances, "question")) of \(suite) in instances.csv, "
            + "\(Wording.counted(networks, "network")), \(Wording.counted(properties, "property", "properties"))"
    }

    /// For standard error.
    var remarks: [String] {
        notes
            + skipped.map { skipped in
                "\(Wording.counted(skipped.count, "question")) skipped, VNN-LIB cannot state: \(skipped.reason)"
                    + (skipped.hint.map { "\n  hint: \($0)" } ?? "")
            }
    }
}
