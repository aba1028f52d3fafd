/// The families of input sets that exist. To add one: write its type, add a line here.
public struct FamilyRegistry: Sendable {
    private let types: [any InputFamily.Type]

    public init(_ types: [any InputFamily.Type]) { self.types = types }

    public static let standard = FamilyRegistry([
        BallFamily.self, PixelBoxFamily.self, BlurFamily.self, GivenFamily.self,
    ])

    /// This and one more.
    public func adding(_ type: any InputFamily.Type) -> FamilyRegistry { FamilyRegistry(types + [type]) }

    /// In order.
    public var descriptors: [FamilyDescriptor] { types.map { $0.descriptor } }

    public subscript(name: String) -> FamilyDescriptor? { descriptors.first { $0.name == name } }

    /// - Throws: for a family that there is not, and for what is wrong with its options.
    public func make(_ call: FamilyCall) throws(FamilyFault) -> any InputFamily {
        guard let type = types.first(where: { $0.descriptor.name == call.name }) else {
            throw FamilyFault("there is no family of sets called \(call.name)")
        }
        return try type.init(call)
    }
}
