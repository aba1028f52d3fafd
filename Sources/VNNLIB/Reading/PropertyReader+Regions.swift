/// From what is asserted to the property.
extension PropertyReader {
    /// Intervals that all boxes may have together.
    static let boxLimit = 1 << 23

    /// - Precondition: no fault was found.
    mutating func property() throws(Stop) -> VNNLIBProperty {
        try checkDeclarations()
        sets.settle()
        let alternatives = try alternatives()
        var builder = RegionBuilder(box: sets.box)
        for alternative in alternatives { builder.add(alternative) }
        var property = VNNLIBProperty(
            inputCount: variables.inputCount, outputCount: variables.outputCount, inputShape: variables.inputShape,
            outputShape: variables.outputShape, regions: builder.regions)
        property.notes = notes(of: property, builder)
        return property
    }

    private mutating func checkDeclarations() throws(Stop) {
        let end = lexer.bytes.count
        if let gap = variables.gap {
            faults.add(
                at: end, "\(gap.declared) is declared, but not \(gap.missing)", hint: "no number may be left out")
        }
        if variables.inputCount == 0 { faults.add(at: end, "the file declares no input", hint: Variable.names) }
        if variables.outputCount == 0 { faults.add(at: end, "the file declares no output", hint: Variable.names) }
        if !faults.isEmpty { throw Stop() }
    }

    /// The product of what stands alone, but for the box, and of all disjunctions; none where something false is asserted.
    private mutating func alternatives() throws(Stop) -> [Alternative] {
        guard sets.falsehood == nil else { return [] }
        var result = [Alternative(inputs: sets.inputForms.map(Atom.inputs), outputs: [sets.outputs])]
        for (formula, offset) in sets.disjunctions {
            do throws(NormalForm.Excess) {
                let form = NormalForm()
                result = try form.product(result, try form.alternatives(of: formula))
            } catch {
                throw excess(at: offset, error.cases.map { "\($0) cases" } ?? "cases")
            }
        }
        guard result.count <= max(1, Self.boxLimit / max(1, sets.box.count)) else {
            throw excess(at: sets.disjunctions.last?.offset ?? 0, "\(result.count) boxes of \(sets.box.count) inputs")
        }
        return result
    }

    private mutating func excess(at offset: Int, _ amount: String) -> Stop {
        faults.add(
            at: offset, "with this assertion the property has \(amount), more than are supported",
            hint: "at most \(NormalForm.caseLimit) cases with \(NormalForm.sizeLimit) comparisons; split the file")
        return Stop()
    }

    // MARK: Notes

    private func notes(of property: VNNLIBProperty, _ builder: RegionBuilder) -> [String] {
        var notes = [String]()
        if hasStrict { notes.append(VNNLIBProperty.strictNote) }
        if sets.falsehood != nil { notes.append("an assertion is false of everything: no counterexample can exist") }
        if let first = builder.firstDropped {
            notes.append("\(builder.dropped) of \(builder.dropped + builder.kept) cases have no input: \(first)")
        }
        if property.regions.contains(where: { $0.outputs.contains(where: \.isEmpty) }) {
            notes.append("a case says nothing of the outputs: every input in it is a counterexample")
        }
        return notes + unboundedNote(property.unboundedInputs)
    }

    private func unboundedNote(_ inputs: [Int]) -> [String] {
        guard !inputs.isEmpty else { return [] }
        let names = inputs.prefix(5).map { "X_\($0)" }.joined(separator: ", ")
        let rest = inputs.count > 5 ? " and \(inputs.count - 5) more" : ""
        return ["inputs without two bounds: \(names)\(rest)"]
    }
}

/// Makes regions of alternatives: applies bounds, drops empty boxes, merges equal ones.
struct RegionBuilder {
    private struct Key: Hashable {
        var box: [Interval]
        var inputForms: [HalfSpace]
    }

    /// What holds of every case.
    private let box: [Interval]
    private(set) var regions: [VNNLIBProperty.Region] = []
    private var places: [Key: Int] = [:]
    /// Cases left out because no input lies in them, and why the first one was.
    private(set) var dropped = 0
    private(set) var firstDropped: String?
    private(set) var kept = 0

    init(box: [Interval]) { self.box = box }

    mutating func add(_ alternative: Alternative) {
        var key = Key(box: box, inputForms: [])
        for atom in alternative.inputs {
            switch atom {
            case .bound(let input, let isUpper, let number): key.box[input].tighten(number, isUpper: isUpper)
            case .inputs(let half), .outputs(let half): key.inputForms.append(half)
            }
        }
        if let empty = key.box.firstIndex(where: \.isEmpty) {
            return drop(alternative, "X_\(empty) in \(key.box[empty])")
        }
        kept += alternative.outputs.count
        let place = places[key] ?? regions.count
        if place == regions.count {
            places[key] = place
            regions.append(.init(box: key.box, inputForms: key.inputForms, outputs: []))
        }
        regions[place].outputs += alternative.outputs
        // What is true of every output leaves the others of its region nothing to say.
        if regions[place].outputs.contains(where: \.isEmpty) { regions[place].outputs = [[]] }
    }

    private mutating func drop(_ alternative: Alternative, _ reason: String) {
        dropped += alternative.outputs.count
        if firstDropped == nil { firstDropped = reason }
    }
}
