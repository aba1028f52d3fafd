import Datasets
import Foundation
import Questions
import VNNLIB

extension Dataset {
    /// The properties of a table of instances, in its order.
    ///
    /// - Throws: `DatasetFault` for a table or a property that cannot be read, and for a property that allows no counterexample.
    static func instances(of path: String, name: String) throws -> Dataset {
        let list: InstanceList
        do { list = try InstanceList.read(path) } catch { throw DatasetFault.mismatch(file: path, message: "\(error)") }
        var known = [String: GivenProperty]()
        let given = try list.instances.map { instance in
            let property = try known[instance.property] ?? property(instance.property)
            known[instance.property] = property
            return (name: stem(of: instance.property), property: property)
        }
        return Dataset(name: name, given: given)
    }

    private static func property(_ path: String) throws -> GivenProperty {
        do {
            if let property = try GivenProperty(try VNNLIBProperty.read(path)) { return property }
        } catch { throw DatasetFault.mismatch(file: path, message: "\(error)") }
        throw DatasetFault.mismatch(file: path, message: "the file allows no counterexample: it holds of every network")
    }

    private static func stem(of path: String) -> String {
        var name = (path as NSString).lastPathComponent
        for suffix in [".gz", ".vnnlib"] where name.hasSuffix(suffix) { name = String(name.dropLast(suffix.count)) }
        return name
    }
}
