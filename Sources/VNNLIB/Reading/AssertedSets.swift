/// What the assertions read so far say: the conjunction of atoms that stand alone, and the disjunctions beside them.
struct AssertedSets {
    private(set) var box: [Interval] = []
    /// Bounds of inputs that have no place in the box yet.
    private var waiting: [Atom] = []
    private(set) var inputForms: [HalfSpace] = []
    private(set) var outputs: [HalfSpace] = []
    /// With the place of their assertion.
    private(set) var disjunctions: [(formula: Formula, offset: Int)] = []
    /// An assertion is false of everything.
    private(set) var falsehood: Int?

    /// Makes room for inputs 0 ..< `count`.
    mutating func grow(to count: Int) {
        if count > box.count { box.append(contentsOf: repeatElement(Interval(), count: count - box.count)) }
    }

    mutating func assert(_ formula: Formula, at offset: Int) {
        switch formula {
        case .constant(let value): if !value { falsehood = falsehood ?? offset }
        case .atom(let atom): add(atom)
        case .strict(let atom): add(atom.narrowed)
        case .equation(let first, let second):
            add(first)
            add(second)
        case .all(let parts): for part in parts { assert(part, at: offset) }
        case .any: disjunctions.append((formula, offset))
        }
    }

    private mutating func add(_ atom: Atom) {
        switch atom {
        case .bound(let input, let isUpper, let number):
            if input < box.count { box[input].tighten(number, isUpper: isUpper) } else { waiting.append(atom) }
        case .inputs(let half): inputForms.append(half)
        case .outputs(let half): outputs.append(half)
        }
    }

    /// Puts bounds into the box that came before it had room.
    ///
    /// - Precondition: every input has a place now.
    mutating func settle() {
        for atom in waiting { add(atom) }
        waiting = []
    }
}
