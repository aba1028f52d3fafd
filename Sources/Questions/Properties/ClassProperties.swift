/// The class y keeps ahead of every other.
public struct AllClasses: PropertyKind {
    public static let descriptor = PropertyDescriptor(
        name: "all-classes", summary: "No other class ties with the sample's or beats it.")

    public init(_ call: PropertyCall) {}

    public func property(of sample: Sample, label: Int, classCount: Int) -> OutputProperty? {
        let others = (0..<classCount).filter { $0 != label }
        return others.isEmpty ? nil : OutputProperty(clauses: others.map { [.margin(label, over: $0)] })
    }
}

/// The class y keeps ahead of some classes: an attack has to end in one of them.
public struct TargetClasses: PropertyKind {
    public static let descriptor = PropertyDescriptor(
        name: "targets", summary: "None of the classes listed ties with the sample's or beats it; other classes may.")

    private let classes: [Int]

    public init(_ call: PropertyCall) { classes = call.classes }

    public func property(of sample: Sample, label: Int, classCount: Int) throws(FamilyFault) -> OutputProperty? {
        if let stranger = classes.first(where: { !(0..<classCount).contains($0) }) {
            throw FamilyFault("target class \(stranger): the network has classes 0 to \(classCount - 1)")
        }
        // A sample of a target class is there already: nothing is asked of that class.
        let others = classes.filter { $0 != label }
        return others.isEmpty ? nil : OutputProperty(clauses: others.map { [.margin(label, over: $0)] })
    }
}
