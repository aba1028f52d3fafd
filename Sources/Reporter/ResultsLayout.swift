import Foundation
import ResultStore

/// In how many files of comma-separated values the outcomes of a report stand.
public enum ResultsLayout: String, Sendable, Hashable, CaseIterable {
    /// `results.csv`.
    case whole
    /// `results/NETWORK.csv`, one per network.
    case split
    /// None: the file of outcomes holds all of it.
    case none

    /// What a report of so many outcomes has unless it is told: more rows than this in one file are more than a spreadsheet opens,
    /// and more than a repository wants.
    static let largestWhole = 100_000

    static func standard(outcomes: Int) -> Self { outcomes > largestWhole ? .split : .whole }

    /// What stands in the folder of a report; `nil` where neither does.
    public static func found(in folder: String) -> Self? {
        let files = FileManager.default
        if files.fileExists(atPath: "\(folder)/\(ResultsFile.name)") { return .whole }
        let names = (try? files.contentsOfDirectory(atPath: "\(folder)/\(Self.folder)")) ?? []
        return names.contains { $0.hasSuffix(".csv") } ? .split : nil
    }

    /// The folder of a file per network.
    static let folder = "results"

    /// The files, each with the positions of its cells.
    func files(of cells: [RunCell]) -> [(name: String, cells: [Int])] {
        switch self {
        case .none: return []
        case .whole: return [(ResultsFile.name, Array(cells.indices))]
        case .split:
            var names = [String: String]()
            var used = Set<String>()
            var files = [(name: String, cells: [Int])]()
            for (index, cell) in cells.enumerated() {
                if let name = names[cell.network] {
                    if let place = files.lastIndex(where: { $0.name == name }) { files[place].cells.append(index) }
                    continue
                }
                let stem = Self.fileName(cell.network)
                var (name, number) = (stem, 1)
                // Also where letters' case is all that tells them apart: some file systems do not.
                while !used.insert(name.lowercased()).inserted {
                    number += 1
                    name = "\(stem)-\(number)"
                }
                let path = "\(Self.folder)/\(name).csv"
                names[cell.network] = path
                files.append((path, [index]))
            }
            return files
        }
    }

    /// `id` with an underscore for what not every file system takes.
    private static func fileName(_ id: String) -> String {
        let safe = String(
            id.unicodeScalars.map { scalar -> Character in
                let isPlain = scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                return isPlain || "-_+.".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
            }.prefix(100))
        return safe.hasPrefix(".") || safe.isEmpty ? "_" + safe : safe
    }
}
