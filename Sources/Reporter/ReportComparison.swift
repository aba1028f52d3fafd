import Foundation
import Pages
import ResultStore

/// A file of a committed report that is not what its outcomes give.
public struct ReportDifference: Sendable, Hashable, Codable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable, Codable {
        case differs
        /// The report has it, the folder has not.
        case missing
        /// The folder has it, the report has not.
        case leftOver
    }

    /// Relative to the report's folder.
    public var file: String
    public var kind: Kind

    public var description: String {
        switch kind {
        case .differs: "\(file) differs"
        case .missing: "\(file) is missing"
        case .leftOver: "\(file) is left over from an earlier report"
        }
    }
}

extension Reporter {
    /// What in `folder` is not byte for byte what stands in `fresh`, a folder that `write` has just filled with `files`.
    /// Only the lines of the outcomes' file count, however it is packed. Figures are drawn by Cairo, and the page holds some of
    /// them; they may differ where its version does: without `figures` it only counts whether they are there. Results as
    /// CSV may be left out.
    public static func differences(
        of folder: String, from fresh: String, files: [String], figures: Bool = true
    ) -> [ReportDifference] {
        var found = [ReportDifference]()
        for file in files {
            // It holds nothing that the outcomes do not hold, and of a large run it is too large to be committed.
            if file == ResultsFile.name || file == ResultsSchema.name || file.hasPrefix(ResultsLayout.folder + "/"),
                !FileManager.default.fileExists(atPath: "\(folder)/\(file)")
            {
                continue
            }
            guard let own = FileManager.default.contents(atPath: "\(folder)/\(file)") else {
                found.append(ReportDifference(file: file, kind: .missing))
                continue
            }
            if !figures, file.hasPrefix("figures/") || file == PageFiles.index { continue }
            let new = FileManager.default.contents(atPath: "\(fresh)/\(file)") ?? Data()
            let isSame =
                [OutcomeFile.name, PictureFile.name].contains(file)
                ? OutcomeFile.holdSameLines(Array(own), Array(new)) : own == new
            if !isSame { found.append(ReportDifference(file: file, kind: .differs)) }
        }
        found += ReportFolder.leftOver(in: folder, besides: files).map { ReportDifference(file: $0, kind: .leftOver) }
        return found
    }
}
