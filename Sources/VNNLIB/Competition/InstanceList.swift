import DataFormats
import Foundation

/// The instances of a benchmark, as its `instances.csv` lists them: `network,property,seconds` per line.
///
/// Paths are relative to the folder of the list, with or without `./`; a file that is there only as `.gz` is found, and so is one
/// that is named as `.gz` and lies there unpacked. One that is not there is listed by the path that it should
/// have. A first line that names the columns is skipped.
public struct InstanceList: Sendable, Hashable {
    public var instances: [CompetitionInstance]

    public init(_ instances: [CompetitionInstance]) { self.instances = instances }

    /// Reads a list and finds its files.
    ///
    /// - Throws: all lines that are wrong, each with its place: fields that are missing, limits that are no positive number. A list without instances is a fault as well.
    public static func read(_ path: String) throws(CompetitionFileFault) -> InstanceList {
        let bytes = try CompetitionFileFault.bytes(of: path)
        let folder = path.pathFolder
        do {
            return try InstanceList(bytes, path: path) { name in Self.find(name, below: folder) }
        } catch {
            throw .text(error)
        }
    }

    /// Reads the text of a list.
    ///
    /// - Parameters:
    ///   - path: names the list in faults.
    ///   - find: the file that a path of the list means.
    public init(
        _ text: [UInt8], path: String = "instances.csv", find: @escaping (String) -> String
    ) throws(VNNLIBFaults) {
        var reader = InstanceReader(text, find: find)
        instances = reader.read()
        if !reader.faults.isEmpty { throw reader.faults.faults(in: text, path: path) }
    }

    private static func find(_ name: String, below folder: String) -> String {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        let unpacked = path.hasSuffix(".gz") ? String(path.dropLast(3)) : "\(path).gz"
        return [path, unpacked].first(where: FileManager.default.fileExists) ?? path
    }
}

private struct InstanceReader {
    private let rows: CSVRows
    private let find: (String) -> String
    private(set) var faults = FaultCollector()

    init(_ bytes: [UInt8], find: @escaping (String) -> String) {
        rows = CSVRows(bytes)
        self.find = find
    }

    mutating func read() -> [CompetitionInstance] {
        if let mark = rows.unclosed { faults.add(at: mark, "this quotation mark has no partner") }
        let body = isHeader(rows.rows.first) ? rows.rows.dropFirst() : rows.rows[...]
        if body.isEmpty { faults.add(at: 0, "the list has no instances", hint: Self.shape) }
        return body.compactMap { instance($0) }
    }

    private static let shape = "a line is network,property,seconds"

    /// Names of columns instead of values.
    private func isHeader(_ row: CSVRows.Row?) -> Bool {
        guard let row, row.fields.count > 2 else { return false }
        let names = row.fields.map { $0.text.lowercased() }
        return ["onnx", "network", "net", "model"].contains(names[0]) && Double(names[2]) == nil
    }

    private mutating func instance(_ row: CSVRows.Row) -> CompetitionInstance? {
        guard row.fields.count >= 3 else {
            faults.add(at: row.fields[0].offset, "the line has \(row.fields.count) fields, not 3", hint: Self.shape)
            return nil
        }
        let (network, property, limit) = (file(row.fields[0]), file(row.fields[1]), seconds(row.fields[2]))
        guard let network, let property, let limit else { return nil }
        return CompetitionInstance(network: network, property: property, limit: limit, line: row.line)
    }

    private mutating func file(_ field: CSVRows.Field) -> String? {
        var name = field.text[...]
        while name.hasPrefix("./") { name = name.dropFirst(2) }
        if name.isEmpty {
            faults.add(at: field.offset, "the name of a file is missing", hint: Self.shape)
            return nil
        }
        return find(String(name))
    }

    private mutating func seconds(_ field: CSVRows.Field) -> Double? {
        if let seconds = Double(field.text), seconds > 0, seconds.isFinite { return seconds }
        faults.add(at: field.offset, "the limit \"\(field.text)\" is no positive number of seconds", hint: Self.shape)
        return nil
    }
}
