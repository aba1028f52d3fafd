/// The kinds of properties that exist. To add one: write its type, add a line here.
public struct PropertyRegistry: Sendable {
    private let types: [any PropertyKind.Type]

    public init(_ types: [any PropertyKind.Type]) { self.types = types }

    public static let standard = PropertyRegistry([AllClasses.self, TargetClasses.self, GivenClauses.self])

    /// This and one more.
    public func adding(_ type: any PropertyKind.Type) -> PropertyRegistry { PropertyRegistry(types + [type]) }

    /// In order.
    public var descriptors: [PropertyDescriptor] { types.map { $0.descriptor } }

    public subscript(name: String) -> PropertyDescriptor? { descriptors.first { $0.name == name } }

    /// - Throws: for a property that there is not.
    public func make(_ call: PropertyCall) throws(FamilyFault) -> any PropertyKind {
        guard let type = types.first(where: { $0.descriptor.name == call.name }) else {
            throw FamilyFault("there is no property called \(call.name)")
        }
        return type.init(call)
    }
}
