/// Compares stated bounds with derived ones, or notes what is to be stated.
struct ClaimLedger {
    let isFilling: Bool
    let arithmetic: BoundArithmetic
    /// Bounds to be stated, in the order of the walk.
    private(set) var filled: [Double] = []

    init(isFilling: Bool, _ arithmetic: BoundArithmetic = .rounded) {
        (self.isFilling, self.arithmetic) = (isFilling, arithmetic)
    }

    /// Room between a derived bound and what is stated, for machines that sum up in another order.
    private static let slack = 1e-9

    /// Settles a lower bound that need not be positive, and returns what may be used from here on.
    mutating func settle(
        _ derived: Double, stated: Double, _ place: @autoclosure () -> String
    ) throws(ProofFault) -> Double {
        guard derived.isFinite else { throw .malformed(place: place(), "its multipliers prove nothing") }
        guard isFilling else {
            guard agrees(derived, stated) else {
                throw .claim(place: place(), stated: stated, derived: derived)
            }
            return arithmetic == .unrounded ? derived : stated
        }
        filled.append(arithmetic == .unrounded ? derived : (derived - Self.slack * (1 + abs(derived))).nextDown)
        return filled[filled.count - 1]
    }

    /// Settles the bound of a leaf, which must be > 0.
    mutating func settlePositive(
        _ derived: Double, stated: Double, _ place: @autoclosure () -> String
    ) throws(ProofFault) {
        guard derived > 0 else { throw .notPositive(place: place(), bound: derived) }
        if isFilling {
            filled.append(
                arithmetic == .unrounded
                    ? derived : max(derived - Self.slack * (1 + derived), derived * (1 - 0x1p-20)))
        } else {
            guard stated > 0 else { throw .notPositive(place: place(), bound: stated) }
            guard agrees(derived, stated) else { throw .claim(place: place(), stated: stated, derived: derived) }
        }
    }

    /// Records an upper bound as it is to be stated, the negative of the lower bound just settled.
    mutating func negateLast() {
        guard isFilling, let last = filled.popLast() else { return }
        filled.append(-last)
    }

    private func agrees(_ derived: Double, _ stated: Double) -> Bool {
        let room = 4 * Self.slack * (1 + abs(stated))
        switch arithmetic {
        case .rounded: return stated <= derived && derived <= stated + room
        case .unrounded: return abs(derived - stated) <= room
        }
    }
}
