import Datasets
import Foundation
import Questions
import VNNLIB

extension Dataset {
    /// The properties of tables of instances, in their order.
    ///
    /// - Throws: `DatasetFault` for a table or a property that cannot be read, and for a property that allows no counterexample.
    static func instances(of tables: [InstanceTable], name: String) throws -> Dataset {
        var known = [String: GivenProperty]()
        var given = [GivenInstance]()
        for table in tables {
            let list: InstanceList
            do { list = try InstanceList.read(table.file) } catch {
                throw DatasetFault.mismatch(file: table.file, message: "\(error)")
            }
            for instance in list.instances {
                let property = try known[instance.property] ?? property(instance.property)
                known[instance.property] = property
                // Its place among all, by which jobs name it.
                let id = SampleID(dataset: table.name, split: instance.key.property, index: given.count)
                given.append(GivenInstance(id: id, property: property))
            }
        }
        return Dataset(name: name, given: given)
    }

    private static func property(_ path: String) throws -> GivenProperty {
        do {
            if let property = try GivenProperty(try VNNLIBProperty.read(path)) { return property }
        } catch { throw DatasetFault.mismatch(file: path, message: "\(error)") }
        throw DatasetFault.mismatch(file: path, message: "the file allows no counterexample: it holds of every network")
    }
}
