import Networks
import Proofs

/// The units of a proof by where they stand in a network.
struct UnitTable {
    let units: [ProofUnit]
    /// Per stage with ReLUs: the unit of every neuron, −1 where it has none.
    let ofNeuron: [[Int]]
    /// Per stage with pooling: for every window its units.
    let ofWindow: [[[Int]]]
    /// Per stage: units of the stages before.
    let countBefore: [Int]

    /// - Throws: `ProofFault.malformed` unless every unit exists and they ascend.
    init(_ units: [ProofUnit], _ network: LoweredNetwork) throws(ProofFault) {
        var ofNeuron = [[Int]](repeating: [], count: network.stages.count)
        var ofWindow = [[[Int]]](repeating: [], count: network.stages.count)
        for (stage, description) in network.stages.enumerated() {
            switch description.activation {
            case .identity: break
            case .relu: ofNeuron[stage] = Array(repeating: -1, count: description.preActivations)
            case .maxPool(let windows): ofWindow[stage] = Array(repeating: [], count: windows.count)
            }
        }
        var counts = [Int](repeating: 0, count: network.stages.count + 1)
        for (index, unit) in units.enumerated() {
            guard index == 0 || units[index - 1] < unit else {
                throw .malformed(place: "unit \(index)", "units must ascend")
            }
            guard network.stages.indices.contains(unit.stage) else {
                throw .malformed(place: "unit \(index)", "there is no stage \(unit.stage)")
            }
            switch network.stages[unit.stage].activation {
            case .relu where unit.value == unit.preActivation && ofNeuron[unit.stage].indices.contains(unit.value):
                ofNeuron[unit.stage][unit.value] = index
            case .maxPool(let windows)
            where windows.indices.contains(unit.value) && windows[unit.value].contains(unit.preActivation):
                ofWindow[unit.stage][unit.value].append(index)
            default: throw .malformed(place: "unit \(index)", "stage \(unit.stage) has no such activation")
            }
            counts[unit.stage + 1] += 1
        }
        for stage in 1..<counts.count { counts[stage] += counts[stage - 1] }
        self.units = units
        self.ofNeuron = ofNeuron
        self.ofWindow = ofWindow
        countBefore = Array(counts.dropLast())
    }

    /// Whether a stage has any unit.
    func isUsed(_ stage: Int) -> Bool {
        stage + 1 < countBefore.count ? countBefore[stage + 1] > countBefore[stage] : countBefore[stage] < units.count
    }
}
