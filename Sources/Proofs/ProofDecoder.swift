import DataFormats
import Questions

/// Reads the body of a proof's file; the mirror of `ProofEncoder`.
struct ProofDecoder {
    var reader: ByteReader

    init(_ bytes: [UInt8]) { reader = ByteReader(bytes, format: "proof") }

    mutating func proof() throws(FormatFault) -> Proof {
        var statement = try self.statement()
        let content: Proof.Content
        switch try reader.byte("the kind of proof") {
        case 0: content = .robust(try evidence())
        case 2: content = .robust(try evidence(writesPoolsAsReLUs: true))
        case 5: content = .robust(try evidence(isUnrounded: true))
        case 6: content = .robust(try evidence(writesPoolsAsReLUs: true, isUnrounded: true))
        case 1: content = .falsified(witness: try floats("the witness"))
        case 3:
            statement.sample.given = try given(pixels: statement.sample.pixels.count)
            content = .holds(try parts())
        case 4:
            statement.sample.given = try given(pixels: statement.sample.pixels.count)
            content = .falsified(witness: try floats("the witness"))
        default: throw reader.fault(.malformed, "unknown kind of proof")
        }
        guard reader.remaining == 0 else { throw reader.fault(.malformed, "\(reader.remaining) bytes too many") }
        return Proof(statement: statement, content: content)
    }

    private mutating func statement() throws(FormatFault) -> ProofStatement {
        let network = try digest("the network's digest")
        let file = try text("the network's file")
        let id = SampleID(dataset: try text("a name"), split: try text("a name"), index: try number("an index"))
        let sample = Sample(id: id, label: try number("a label"), pixels: try floats("the pixels"))
        let sampleDigest = try digest("the sample's digest")
        let label = try number("the class of the margins")
        let name = try text("the norm")
        guard let norm = Norm(rawValue: name) else { throw reader.fault(.malformed, "unknown norm \(name)") }
        let epsilon = try double("ε")
        var domain: InputDomain?
        if try flag("the domain's kind") { domain = InputDomain(lower: try double("lo"), upper: try double("hi")) }
        let query = Query(
            sample: sample, label: label,
            perturbation: PerturbationSet(norm: norm, epsilon: epsilon, domain: domain))
        var statement = ProofStatement(query, network: network, networkFile: file, method: try text("the method"))
        statement.sampleDigest = sampleDigest
        return statement
    }

    /// One proof per part of a given property.
    private mutating func parts() throws(FormatFault) -> [RobustnessProof] {
        var parts = [RobustnessProof]()
        for _ in 0..<(try count("parts")) {
            let switches = try reader.byte("switches")
            guard switches < 4 else { throw reader.fault(.malformed, "unknown switches of a part") }
            parts.append(try evidence(writesPoolsAsReLUs: switches & 1 != 0, isUnrounded: switches & 2 != 0))
        }
        return parts
    }

    private mutating func evidence(
        writesPoolsAsReLUs: Bool = false, isUnrounded: Bool = false
    ) throws(FormatFault) -> RobustnessProof {
        var units = [ProofUnit]()
        for _ in 0..<(try count("units")) {
            let unit = ProofUnit(
                stage: try number("a stage"), value: try number("a value"),
                preActivation: try number("a pre-activation"))
            if let last = units.last, unit <= last { throw reader.fault(.malformed, "units that do not ascend") }
            units.append(unit)
        }
        let stages = try self.stages(insideTree: false)
        var classes = [ClassProof]()
        for _ in 0..<(try count("classes")) {
            let adversarial = try number("a class")
            classes.append(ClassProof(adversarial: adversarial, tree: try tree()))
        }
        return RobustnessProof(
            writesPoolsAsReLUs: writesPoolsAsReLUs, isUnrounded: isUnrounded, units: units, stages: stages,
            classes: classes)
    }

    /// - Parameter insideTree: of a leaf, where no search belongs: trees in trees could be nested without end.
    private mutating func stages(insideTree: Bool) throws(FormatFault) -> [StageEvidence] {
        var stages = [StageEvidence]()
        for _ in 0..<(try count("stages")) {
            var stage = StageEvidence(stage: try number("a stage"), line: try line())
            stage.keepsIntervals = try flag("a switch")
            for _ in 0..<(try count("neurons")) {
                let neuron = try number("a neuron")
                guard neuron > stage.substituted.last ?? -1 else {
                    throw reader.fault(.malformed, "neurons that do not ascend")
                }
                stage.substituted.append(neuron)
            }
            for _ in 0..<(try count("bounds")) {
                let neuron = try number("a neuron")
                let side = try self.side()
                let claim = try double("a bound")
                stage.programmed.append(
                    BoundEvidence(neuron: neuron, side: side, multipliers: try multipliers(), claim: claim))
            }
            let searches = try count("bounds")
            guard searches == 0 || !insideTree else { throw reader.fault(.malformed, "a search inside a tree") }
            for _ in 0..<searches {
                stage.searched.append(
                    SearchedBound(neuron: try number("a neuron"), side: try side(), tree: try tree()))
            }
            stages.append(stage)
        }
        return stages
    }

    private mutating func side() throws(FormatFault) -> BoundEvidence.Side {
        guard let side = BoundEvidence.Side(rawValue: try reader.byte("a side")) else {
            throw reader.fault(.malformed, "unknown side of a bound")
        }
        return side
    }

    private mutating func tree() throws(FormatFault) -> ProofTree {
        var (nodes, planes) = ([ProofTree.Node](), [ProofPlane]())
        // Halves that still need a leaf: a tree of splits alone is given up long before it fills the memory.
        var open = 1
        for _ in 0..<(try count("nodes")) {
            let kind = try reader.byte("a node")
            if kind == 6 {
                planes = try self.planes(isFirst: nodes.isEmpty && planes.isEmpty)
                continue
            }
            let node = try node(kind)
            switch node {
            case .split: open += 1
            case .leaf: open -= 1
            // Without this, boxes alone could fill the memory.
            case .box:
                if case .box? = nodes.last { throw reader.fault(.malformed, "a box below a box") }
            }
            guard open <= reader.remaining / Self.leafSize else {
                throw reader.fault(.truncated, "\(open) leaves are missing, \(reader.remaining) bytes are left")
            }
            nodes.append(node)
        }
        guard open <= 0 else { throw reader.fault(.malformed, "a tree without all its leaves") }
        return ProofTree(nodes: nodes, planes: planes)
    }

    /// Bytes of the smallest leaf: its kind, a line, a bound, and the number of its stages.
    private static let leafSize = 11

    private mutating func node(_ kind: UInt8) throws(FormatFault) -> ProofTree.Node {
        let evidence: ProofLeaf.Evidence
        switch kind {
        case 0: return .split(.unit(try number("a unit")))
        case 1: return .split(.input(try number("an input"), at: try double("a coordinate")))
        case 2: evidence = .substitution(try line())
        case 3, 7: evidence = .multipliers(try multipliers())
        case 4, 8: evidence = .empty(try multipliers())
        case 5: return .box(try stages(insideTree: true))
        default: throw reader.fault(.malformed, "unknown kind of node")
        }
        let planeMultipliers = kind > 6 ? try singles("multipliers of planes") : []
        let claim = try double("a bound")
        return .leaf(
            ProofLeaf(
                evidence, planeMultipliers: planeMultipliers, derivations: try stages(insideTree: true), claim: claim))
    }

    private mutating func line() throws(FormatFault) -> SubstitutionLine {
        guard let line = SubstitutionLine(rawValue: try reader.byte("a line")) else {
            throw reader.fault(.malformed, "unknown line of backward substitution")
        }
        return line
    }

    mutating func number(_ what: String) throws(FormatFault) -> Int {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try reader.byte(what)
            guard shift < 63 || byte <= 1 else { throw reader.fault(.malformed, "\(what) is too large") }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(Int64(bitPattern: value)) }
        }
        throw reader.fault(.malformed, "\(what) is too large")
    }

    /// A number of things of at least a byte each.
    mutating func count(_ what: String) throws(FormatFault) -> Int {
        let count = try number(what)
        guard (0...reader.remaining).contains(count) else {
            throw reader.fault(.truncated, "\(count) \(what), \(reader.remaining) bytes are left")
        }
        return count
    }

    mutating func double(_ what: String) throws(FormatFault) -> Double {
        Double(bitPattern: try reader.integer(UInt64.self, what))
    }

    mutating func flag(_ what: String) throws(FormatFault) -> Bool { try reader.byte(what) != 0 }

    private mutating func text(_ what: String) throws(FormatFault) -> String {
        String(decoding: try reader.take(try count(what), what), as: UTF8.self)
    }

    private mutating func digest(_ what: String) throws(FormatFault) -> Digest {
        guard let digest = Digest(bytes: Array(try reader.take(32, what))) else {
            throw reader.fault(.malformed, "\(what) is no digest")
        }
        return digest
    }

    private mutating func floats(_ what: String) throws(FormatFault) -> [Float] {
        guard case .single(let values) = try multipliers() else {
            throw reader.fault(.malformed, "\(what) in double precision")
        }
        return values
    }

    private mutating func multipliers() throws(FormatFault) -> Multipliers {
        switch try reader.byte("a precision") {
        case 4: return .single(try singles("multipliers"))
        case 8: return .double(try patterns(UInt64.self, "multipliers").map(Double.init(bitPattern:)))
        case 5: return .raised(try singles("multipliers"), try upperPlanes())
        case 7: return .raised(try singles("multipliers"), try coarsePlanes())
        case 6: return .sparse(try sparse())
        default: throw reader.fault(.malformed, "unknown precision of multipliers")
        }
    }

    /// Units are told by how many stand between one and the next.
    private mutating func sparse() throws(FormatFault) -> SparseMultipliers {
        let count = try number("multipliers")
        var (units, next) = ([Int32](), 0)
        for _ in 0..<(try self.count("multipliers of their own")) {
            let gap = try number("a unit")
            guard (0...Int(Int32.max)).contains(count), gap >= 0, gap < count - next else {
                throw reader.fault(.malformed, "a multiplier of a unit beyond \(count)")
            }
            units.append(Int32(next + gap))
            next += gap + 1
        }
        var values = [Double]()
        for _ in units { values.append(try double("a multiplier")) }
        guard let multipliers = SparseMultipliers(count: count, units: units, values: values) else {
            throw reader.fault(.malformed, "multipliers out of order")
        }
        return multipliers
    }

    mutating func patterns<T: FixedWidthInteger & UnsignedInteger>(
        _ type: T.Type, _ what: String
    ) throws(FormatFault) -> [T] {
        let count = try count(what)
        var patterns = [T](repeating: 0, count: count)
        for shift in stride(from: 0, to: T.bitWidth, by: 8) {
            for (position, byte) in try reader.take(count, what).enumerated() {
                patterns[position] |= T(byte) << T(shift)
            }
        }
        return patterns
    }
}
