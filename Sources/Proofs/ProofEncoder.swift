import Questions

/// Writes the body of a proof's file, piece by piece: those of long searches are larger than the memory should be.
struct ProofEncoder {
    /// What is written, and has not been handed on yet.
    var bytes: [UInt8] = []
    private let sink: ([UInt8]) -> Void

    /// - Parameter sink: told of pieces in order.
    static func encode(_ proof: Proof, to sink: ([UInt8]) -> Void) {
        withoutActuallyEscaping(sink) {
            var encoder = ProofEncoder(sink: $0)
            encoder.put(proof)
            encoder.sink(encoder.bytes)
        }
    }

    private init(sink: @escaping ([UInt8]) -> Void) { self.sink = sink }

    private static let pieceSize = 1 << 20

    /// Hands on what there is, where it is much.
    private mutating func flush() {
        guard bytes.count >= Self.pieceSize else { return }
        sink(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func put(_ proof: Proof) {
        put(proof.statement)
        switch proof.content {
        case .robust(let evidence):
            let kinds: (UInt8, UInt8) = evidence.isUnrounded ? (5, 6) : (0, 2)
            bytes.append(evidence.writesPoolsAsReLUs ? kinds.1 : kinds.0)
            put(evidence)
        case .holds(let parts):
            bytes.append(3)
            if let given = proof.statement.sample.given { put(given) }
            put(parts.count)
            for evidence in parts {
                bytes.append((evidence.writesPoolsAsReLUs ? 1 : 0) | (evidence.isUnrounded ? 2 : 0))
                put(evidence)
            }
        case .falsified(let witness):
            bytes.append(proof.statement.sample.given == nil ? 1 : 4)
            if let given = proof.statement.sample.given { put(given) }
            put(.single(witness))
        }
    }

    private mutating func put(_ statement: ProofStatement) {
        bytes.append(contentsOf: statement.network.bytes)
        put(statement.networkFile)
        put(statement.sample.id.dataset)
        put(statement.sample.id.split)
        put(statement.sample.id.index)
        put(statement.sample.label)
        put(.single(statement.sample.pixels))
        bytes.append(contentsOf: statement.sampleDigest.bytes)
        put(statement.label)
        put(statement.perturbation.norm.rawValue)
        put(statement.perturbation.epsilon)
        bytes.append(statement.perturbation.domain == nil ? 0 : 1)
        if let domain = statement.perturbation.domain {
            put(domain.lower)
            put(domain.upper)
        }
        put(statement.method)
    }

    private mutating func put(_ evidence: RobustnessProof) {
        put(evidence.units.count)
        for unit in evidence.units {
            put(unit.stage)
            put(unit.value)
            put(unit.preActivation)
        }
        put(evidence.stages)
        put(evidence.classes.count)
        for proof in evidence.classes {
            put(proof.adversarial)
            put(proof.tree)
        }
    }

    private mutating func put(_ stages: [StageEvidence]) {
        put(stages.count)
        for stage in stages {
            put(stage.stage)
            bytes.append(stage.line.rawValue)
            bytes.append(stage.keepsIntervals ? 1 : 0)
            put(stage.substituted.count)
            for neuron in stage.substituted { put(neuron) }
            put(stage.programmed.count)
            for bound in stage.programmed {
                put(bound.neuron)
                bytes.append(bound.side.rawValue)
                put(bound.claim)
                put(bound.multipliers)
            }
            put(stage.searched.count)
            for bound in stage.searched {
                put(bound.neuron)
                bytes.append(bound.side.rawValue)
                put(bound.tree)
            }
        }
    }

    private mutating func put(_ tree: ProofTree) {
        put(tree.nodes.count + (tree.planes.isEmpty ? 0 : 1))
        if !tree.planes.isEmpty { put(tree.planes) }
        for node in tree.nodes {
            put(node)
            flush()
        }
    }

    private mutating func put(_ node: ProofTree.Node) {
        switch node {
        case .split(.unit(let unit)):
            bytes.append(0)
            put(unit)
        case .split(.input(let input, let value)):
            bytes.append(1)
            put(input)
            put(value)
        case .box(let stages):
            bytes.append(5)
            put(stages)
        case .leaf(let leaf):
            let usesPlanes = !leaf.planeMultipliers.isEmpty
            switch leaf.evidence {
            case .substitution(let line):
                bytes.append(2)
                bytes.append(line.rawValue)
            case .multipliers(let multipliers):
                bytes.append(usesPlanes ? 7 : 3)
                put(multipliers)
                if usesPlanes { put(leaf.planeMultipliers.map(\.bitPattern)) }
            case .empty(let multipliers):
                bytes.append(usesPlanes ? 8 : 4)
                put(multipliers)
                if usesPlanes { put(leaf.planeMultipliers.map(\.bitPattern)) }
            }
            put(leaf.claim)
            put(leaf.derivations)
        }
    }

    /// Seven bits a byte, the lowest first; negative numbers take ten bytes.
    mutating func put(_ value: Int) {
        var rest = UInt64(bitPattern: Int64(value))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func put(_ value: Double) {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func put(_ text: String) {
        put(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func put(_ multipliers: Multipliers) {
        switch multipliers {
        case .single(let values):
            bytes.append(4)
            put(values.map(\.bitPattern))
        case .double(let values):
            bytes.append(8)
            put(values.map(\.bitPattern))
        case .raised(let values, let planes):
            bytes.append(planes.isCoarse ? 7 : 5)
            put(values.map(\.bitPattern))
            put(planes)
        case .sparse(let multipliers):
            bytes.append(6)
            put(multipliers.count)
            var next = 0
            put(multipliers.units.count)
            for unit in multipliers.units {
                put(Int(unit) - next)
                next = Int(unit) + 1
            }
            for value in multipliers.values { put(value) }
        }
    }

    /// All lowest bytes, then all second lowest, and so on.
    mutating func put(_ patterns: [some FixedWidthInteger & UnsignedInteger]) {
        put(patterns.count)
        guard let width = patterns.first?.bitWidth else { return }
        for shift in stride(from: 0, to: width, by: 8) {
            for pattern in patterns { bytes.append(UInt8(truncatingIfNeeded: pattern >> shift)) }
        }
    }
}
