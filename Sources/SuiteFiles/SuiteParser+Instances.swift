import Datasets
import Foundation
import Networks
import Questions
import VNNLIB
import Yams

/// A table of instances, each a network and a property with a limit: what stands in the place of dataset, networks and question.
struct ParsedInstances {
    var reference: DatasetReference
    var networks: [ParsedNetwork]
    var place: SuitePlace
}

extension SuiteParser {
    /// Keys that a table of instances leaves no room for.
    static let replacedByInstances = ["dataset", "networks", "question", "perturbation", "reference", "published"]

    /// `instances: { file: rl_benchmarks/instances.csv, name: rl }`. Where the file is not at hand, as when a report is written from
    /// outcomes alone, there are no networks.
    func instances(_ field: Field, besides fields: Fields) -> ParsedInstances? {
        for key in Self.replacedByInstances {
            guard let other = fields[key] else { continue }
            fault(
                "\(key) has no meaning with instances", at: other.keyPlace, hint: "the table of instances says it all")
        }
        guard let own = self.fields(of: field.value, what: "instances", keys: ["file", "name"]),
            let path = required("file", in: own, hint: "file: BENCHMARK/instances.csv").flatMap({ file($0, "file") })
        else { return nil }
        let folder = ((path as NSString).deletingLastPathComponent as NSString).lastPathComponent
        let name = own["name"].map { identifier($0.value, "name") } ?? folder
        guard let name else { return nil }
        let reference = DatasetReference(name: name, instances: path)
        guard FileManager.default.fileExists(atPath: path) else {
            return ParsedInstances(reference: reference, networks: [], place: own.place)
        }
        do {
            let list = try InstanceList.read(path)
            return ParsedInstances(
                reference: reference, networks: Self.networks(of: list, at: own.place), place: own.place)
        } catch {
            fault("\(error)", at: own.place)
            return nil
        }
    }

    /// A network of the suite for every network and limit of the table, in its order. Where a network has several limits, its
    /// ids say them.
    private static func networks(of list: InstanceList, at place: SuitePlace) -> [ParsedNetwork] {
        struct Key: Hashable {
            var file: String
            var limit: Double
        }
        var order = [Key]()
        var rows = [Key: [Int]]()
        for (row, instance) in list.instances.enumerated() {
            let key = Key(file: instance.network, limit: instance.limit)
            if rows[key] == nil { order.append(key) }
            rows[key, default: []].append(row)
        }
        let limits = Dictionary(grouping: order, by: \.file).mapValues(\.count)
        return order.map { key in
            let stem = stem(of: key.file, without: ".onnx")
            let id = limits[key.file] == 1 ? stem : "\(stem)-\(OptionValue.number(key.limit))s"
            var network = SuiteNetwork(id: id, file: key.file, epsilons: [1])
            network.limitSeconds = key.limit
            network.instances = rows[key]
            return ParsedNetwork(id: id, place: place, epsilons: [1], network: network)
        }
    }

    /// The last part of a path without `.gz` and without `ending`.
    private static func stem(of path: String, without ending: String) -> String {
        var name = (path as NSString).lastPathComponent
        for suffix in [".gz", ending] where name.hasSuffix(suffix) { name = String(name.dropLast(suffix.count)) }
        return name
    }
}
