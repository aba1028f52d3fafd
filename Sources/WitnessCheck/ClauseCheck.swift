import Questions

/// What the independent check knows of a kind of property, from its definition alone: it shares no code with `PropertyKind`. A
/// property without one has no witnesses that count.
public protocol ClauseCheck: Sendable {
    /// `PropertyDescriptor.name`.
    static var property: String { get }

    /// The clauses of a sample as one of class `label`: a point is a witness if all forms of some clause are ≤ 0 there. `nil`
    /// where the call is none of the property's.
    static func clauses(_ call: PropertyCall, of sample: Sample, label: Int, classCount: Int) -> [[LinearForm]]?
}

/// The properties whose witnesses can count. To add one: write its check, add a line here.
public struct ClauseRegistry: Sendable {
    private let types: [any ClauseCheck.Type]

    public init(_ types: [any ClauseCheck.Type]) { self.types = types }

    public static let standard = ClauseRegistry([EveryClass.self, ListedClasses.self, StatedClauses.self])

    /// This and one more.
    public func adding(_ type: any ClauseCheck.Type) -> ClauseRegistry { ClauseRegistry(types + [type]) }

    func clauses(_ call: PropertyCall, of sample: Sample, label: Int, classCount: Int) -> [[LinearForm]]? {
        types.first { $0.property == call.name }?.clauses(call, of: sample, label: label, classCount: classCount)
    }
}

/// Every other class ties or wins.
private enum EveryClass: ClauseCheck {
    static let property = "all-classes"

    static func clauses(_: PropertyCall, of _: Sample, label: Int, classCount: Int) -> [[LinearForm]]? {
        var result = [[LinearForm]]()
        for rival in 0..<classCount where rival != label { result.append([LinearForm([label: 1, rival: -1])]) }
        return result
    }
}

/// One of the classes listed ties or wins.
private enum ListedClasses: ClauseCheck {
    static let property = "targets"

    static func clauses(_ call: PropertyCall, of _: Sample, label: Int, classCount: Int) -> [[LinearForm]]? {
        guard call.classes.allSatisfy({ $0 >= 0 && $0 < classCount }) else { return nil }
        var result = [[LinearForm]]()
        for rival in call.classes where rival != label { result.append([LinearForm([label: 1, rival: -1])]) }
        return result
    }
}

/// What the sample's file calls unsafe happens.
private enum StatedClauses: ClauseCheck {
    static let property = "given"

    static func clauses(_: PropertyCall, of sample: Sample, label _: Int, classCount: Int) -> [[LinearForm]]? {
        guard let given = sample.given, given.parts.count == 1 else { return nil }
        let clauses = given.parts[0].clauses
        let outputs = clauses.joined().flatMap { $0.coefficients.keys }
        return outputs.allSatisfy { $0 >= 0 && $0 < classCount } ? clauses : nil
    }
}
