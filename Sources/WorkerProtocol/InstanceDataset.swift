import Datasets
import Foundation
import Questions
import VNNLIB

extension Dataset {
    /// The properties of tables of instances, in their order. A file that states none that can be asked has its reason in the place
    /// of a property.
    ///
    /// - Throws: `DatasetFault` for a table that cannot be read.
    static func instances(of tables: [InstanceTable], name: String) throws -> Dataset {
        var known = [String: Result<GivenProperty, InstanceFault>]()
        var given = [GivenInstance]()
        for table in tables {
            let list: InstanceList
            do { list = try InstanceList.read(table.file) } catch {
                throw DatasetFault.mismatch(file: table.file, message: "\(error)")
            }
            for instance in list.instances {
                let property = known[instance.property] ?? property(instance.property)
                known[instance.property] = property
                // Its place among all, by which jobs name it.
                let id = SampleID(dataset: table.name, split: instance.key.property, index: given.count)
                switch property {
                case .success(let property): given.append(GivenInstance(id: id, property: property))
                case .failure(let fault): given.append(GivenInstance(id: id, fault: fault.description))
                }
            }
        }
        return Dataset(name: name, given: given)
    }

    private static func property(_ path: String) -> Result<GivenProperty, InstanceFault> {
        do { return .success(try GivenProperty(try VNNLIBProperty.read(path))) } catch {
            return .failure(InstanceFault(error, file: path))
        }
    }
}
