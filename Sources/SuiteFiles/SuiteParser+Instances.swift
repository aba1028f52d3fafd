import DataFormats
import Datasets
import Foundation
import Networks
import Questions
import VNNLIB
import Yams

/// Tables of instances, each a network and a property with a limit: what stands in the place of dataset, networks and question.
struct ParsedInstances {
    var reference: DatasetReference
    var networks: [ParsedNetwork]
    var place: SuitePlace
}

/// A table, and whose seconds its limits are.
private struct TimedTable {
    var files: InstanceTable
    var clock: InstanceLimit.Clock
}

extension SuiteParser {
    /// Keys that tables of instances leave no room for.
    static let replacedByInstances = ["dataset", "networks", "question", "perturbation", "reference"]

    /// `instances: { file: rl_benchmarks/instances.csv, name: rl, clock: cpu }`, or a list of several. Where a file is not at hand, as when a
    /// report is written from outcomes alone, there are no networks.
    func instances(_ field: Field, besides fields: Fields, suite: String?) -> ParsedInstances? {
        for key in Self.replacedByInstances {
            guard let other = fields[key] else { continue }
            fault(
                "\(key) has no meaning with instances", at: other.keyPlace, hint: "the table of instances says it all")
        }
        let entries = field.value.sequence.map(Array.init) ?? [field.value]
        if entries.isEmpty { fault("instances names no table", at: field.value, hint: Self.instancesShape) }
        var tables = [TimedTable]()
        for entry in entries {
            guard let table = instanceTable(entry) else { return nil }
            if tables.contains(where: { $0.files.name == table.files.name }) {
                fault("two tables are called \(table.files.name)", at: entry, hint: "give one of them another name")
                return nil
            }
            tables.append(table)
        }
        guard let first = tables.first else { return nil }
        let place = YAMLSource.place(of: field.value)
        let name = tables.count == 1 ? first.files.name : suite ?? first.files.name
        let reference = DatasetReference(name: name, instances: tables.map(\.files))
        guard tables.allSatisfy({ FileManager.default.fileExists(atPath: $0.files.file) }) else {
            return ParsedInstances(reference: reference, networks: [], place: place)
        }
        do {
            let lists = try tables.map { ($0, try InstanceList.read($0.files.file).instances) }
            return ParsedInstances(
                reference: reference, networks: Self.networks(of: lists, at: place), place: place)
        } catch {
            fault("\(error)", at: field.value)
            return nil
        }
    }

    private func clock(_ fields: Fields) -> InstanceLimit.Clock? {
        guard let field = fields["clock"] else { return .wall }
        return choice(field.value, "clock", as: InstanceLimit.Clock.self)
    }

    private static let instancesShape = "instances: { file: BENCHMARK/instances.csv }"

    private func instanceTable(_ node: Node) -> TimedTable? {
        guard let fields = fields(of: node, what: "instances", keys: ["file", "name", "clock"]),
            let path = required("file", in: fields, hint: Self.instancesShape).flatMap({ file($0, "file") })
        else { return nil }
        let folder = path.pathFolder.pathName
        let name = fields["name"].map { identifier($0.value, "name") } ?? folder
        guard let name, let clock = clock(fields) else { return nil }
        return TimedTable(files: InstanceTable(file: path, name: name), clock: clock)
    }

    /// A network of the suite for every network and limit of the tables, in their order. Where a network has several limits, its
    /// ids say them; where two benchmarks have networks of one name, their ids say the benchmark.
    private static func networks(
        of lists: [(table: TimedTable, instances: [CompetitionInstance])], at place: SuitePlace
    ) -> [ParsedNetwork] {
        struct Key: Hashable {
            var table: String
            var file: String
            var limit: Double
            var clock: InstanceLimit.Clock
        }
        var order = [Key]()
        var stems = [String: String]()
        var rows = [Key: [Int]]()
        var row = 0
        for (table, instances) in lists {
            for instance in instances {
                let key = Key(
                    table: table.files.name, file: instance.network, limit: instance.limit, clock: table.clock)
                if rows[key] == nil { order.append(key) }
                rows[key, default: []].append(row)
                stems[instance.network] = instance.key.network
                row += 1
            }
        }
        /// A file as one benchmark has it.
        struct Place: Hashable {
            var table: String
            var file: String
        }
        let limits = Dictionary(grouping: order) { Place(table: $0.table, file: $0.file) }.mapValues(\.count)
        let places = Dictionary(grouping: limits.keys) { stems[$0.file] ?? $0.file }.mapValues(\.count)
        var used = Set<String>()
        return order.map { key in
            let stem = stems[key.file] ?? key.file
            let own = places[stem] == 1 ? stem : InstanceName.prefixed(stem, by: key.table)
            let isOnly = limits[Place(table: key.table, file: key.file)] == 1
            let name = isOnly ? own : InstanceName.limited(own, to: key.limit)
            // Files of one name in several folders of a benchmark are numbered.
            let id = unused(name, &used)
            var network = SuiteNetwork(id: id, file: key.file, epsilons: [1])
            network.limit = InstanceLimit(seconds: key.limit, clock: key.clock)
            network.instances = rows[key]
            return ParsedNetwork(id: id, place: place, epsilons: [1], network: network)
        }
    }

    /// `name`, or with the first number that makes it new.
    private static func unused(_ name: String, _ used: inout Set<String>) -> String {
        var (id, number) = (name, 1)
        while !used.insert(id).inserted {
            number += 1
            id = "\(name)-\(number)"
        }
        return id
    }
}
