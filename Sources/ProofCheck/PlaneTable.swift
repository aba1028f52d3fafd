import Networks
import Proofs

/// The planes of one tree, placed over the bounds that its present node rests on as leaves come to use them.
struct PlaneTable {
    private let planes: [ProofPlane]
    private let name: String
    /// Per plane: over the present bounds; `nil` until it is used.
    private var placed: [PlacedPlane?]

    /// Of a tree that has none.
    init() { (planes, name, placed) = ([], "", []) }

    /// - Parameters:
    ///   - stage: that of the tree's objective.
    ///   - name: that of the tree.
    /// - Throws: `ProofFault.malformed` unless every plane is one of a ReLU below `stage`, with finite numbers.
    init(_ planes: [ProofPlane], below stage: Int, _ network: LoweredNetwork, name: String) throws(ProofFault) {
        for (index, plane) in planes.enumerated() {
            if let fault = plane.fault(below: stage, network) {
                throw .malformed(place: "\(name), plane \(index)", fault)
            }
        }
        (self.planes, self.name) = (planes, name)
        placed = Array(repeating: nil, count: planes.count)
    }

    /// Throws unless `multipliers` are numbers ≤ 0 of planes that exist.
    func examine(_ multipliers: [Float], _ place: @autoclosure () -> String) throws(ProofFault) {
        guard multipliers.count <= planes.count else {
            throw .malformed(place: place(), "\(multipliers.count) multipliers of \(planes.count) planes")
        }
        guard let wrong = multipliers.firstIndex(where: { !($0.isFinite && $0 <= 0) }) else { return }
        throw .malformed(
            place: place(), "the multiplier of plane \(wrong) is \(multipliers[wrong]), it must be finite and ≤ 0")
    }

    /// The planes are placed anew: their bounds have changed.
    mutating func forget() { placed = Array(repeating: nil, count: planes.count) }

    /// The planes that any of some leaves uses.
    ///
    /// - Parameters:
    ///   - multipliers: per leaf, examined.
    ///   - bounds: those that the leaves rest on.
    /// - Throws: as `PlacedPlane.init`.
    mutating func columns(
        _ multipliers: [[Float]], within bounds: DomainBounds
    ) throws(ProofFault) -> PlaneColumns {
        var columns = PlaneColumns()
        for index in 0..<(multipliers.reduce(0) { max($0, $1.count) }) {
            let own = multipliers.map { index < $0.count ? Double($0[index]) : 0 }
            guard own.contains(where: { $0 != 0 }) else { continue }
            let plane: PlacedPlane
            if let known = placed[index] {
                plane = known
            } else {
                plane = try PlacedPlane(planes[index], within: bounds, "\(name), plane \(index)")
                placed[index] = plane
            }
            columns.add(plane, own)
        }
        return columns
    }
}

extension ProofPlane {
    /// What is wrong with the plane for bounds at `stage`; `nil` for nothing.
    fileprivate func fault(below stage: Int, _ network: LoweredNetwork) -> String? {
        guard (1..<max(stage, 1)).contains(self.stage), network.stages[self.stage].isReLU,
            network.stages[self.stage].bias.indices.contains(neuron)
        else { return "neuron \(neuron) of stage \(self.stage) is no ReLU below stage \(stage)" }
        let entries = network.stages[self.stage].terms.reduce(0) { $0 + $1.matrix.entries(ofRow: neuron).count }
        guard weights.count == entries else {
            return "\(weights.count) weights, and neuron \(neuron) of stage \(self.stage) reads \(entries) values"
        }
        if let wrong = weights.firstIndex(where: { !$0.isFinite }) { return "weight \(wrong) is \(weights[wrong])" }
        for (name, value) in [("κ", active), ("κ′", inactive)] where !(value.isFinite && value >= 0) {
            return "\(name) is \(value), it must be finite and ≥ 0"
        }
        return nil
    }
}
