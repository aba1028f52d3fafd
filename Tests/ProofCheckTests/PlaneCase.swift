import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// A random network of three convolutions on two inputs, with a box about as large as it may be: `bab` needs planes of later ReLUs, or at
/// least has them.
struct PlaneCase: CustomTestStringConvertible, Sendable {
    let seed: UInt64

    var testDescription: String { "seed \(seed)" }

    static func all(_ count: UInt64) -> [PlaneCase] { (0..<count).map { PlaneCase(seed: $0) } }

    /// Whether what the first convolution reads are inputs scaled and shifted.
    var isNormalised: Bool { seed % 2 == 1 }

    func network() throws -> Network {
        var generator = SeededGenerator(seed: 0xC0DE &+ seed)
        var builder = NetworkBuilder(input: [1, 1, 2])
        if isNormalised { try builder.normalise(mean: [0.4375], deviation: [0.7]) }
        for (channels, padding) in [(3, 1), (3, 0), (2, 1)] {
            let inputs = 4 * (builder.shape(of: builder.last).image?.channels ?? 1)
            let scale = 2 / Double(inputs).squareRoot()
            try builder.convolution(
                kernels: Matrix(
                    rows: channels, columns: inputs,
                    elements: (0..<channels * inputs).map { _ in Float(generator.normal() * scale) }),
                bias: (0..<channels).map { _ in Float(generator.normal() * 0.3) }, kernelHeight: 2, kernelWidth: 2,
                stride: 1, padding: padding)
            builder.relu()
        }
        let width = builder.shape(of: builder.last).count
        try builder.linear(
            weight: Matrix(
                rows: 3, columns: width, elements: (0..<3 * width).map { _ in Float(generator.normal() * 0.5) }),
            bias: (0..<3).map { _ in Float(generator.normal() * 0.3) })
        return try builder.build()
    }

    /// A box of nine tenths of the largest size with a margin > 0, and that margin.
    func query(on network: Network) -> (query: Query, exact: Double) {
        let sample = RandomNetworks.sample(for: network, seed: seed)
        func query(_ epsilon: Double) -> Query {
            Query(sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: epsilon, domain: nil))
        }
        var (low, high) = (0.0, 2.0)
        for _ in 0..<8 {
            let middle = (low + high) / 2
            if PolygonOracle.worstMargin(of: network, query: query(middle)) > 0 { low = middle } else { high = middle }
        }
        let found = query(0.9 * low)
        return (found, PolygonOracle.worstMargin(of: network, query: found))
    }

    /// `bab` with planes as soon as it has split once, and bounds refined after a few nodes for every other seed.
    var verifier: BranchAndBoundVerifier {
        let options: [String: OptionValue] = [
            "batch-size": .integer(2), "refine": .integer(seed % 2 == 0 ? 0 : 20), "planes": .integer(1),
            "attack-steps": .integer(0),
        ]
        return BranchAndBoundVerifier(MethodCall(BranchAndBoundVerifier.descriptor, options: options))
    }

    /// A sealed proof with the exact margin; `nil` where it uses no plane of a later ReLU.
    func sealed() throws -> Sealed? {
        let network = try network()
        let (query, exact) = query(on: network)
        let outcome = verifier.prove(query, on: network, until: .never)
        guard outcome.outcome.verdict == .robust else { return nil }
        let draft = try #require(outcome.proof, "\(outcome.reason ?? "")")
        guard draft.usesPlanes else { return nil }
        let statement = ProofStatement(query, network: network.digest, networkFile: "random", method: "bab")
        let (proof, report) = try ProofCheck.seal(draft, of: statement, on: network)
        return Sealed(
            proof: proof, report: report, statement: statement, network: network, exact: exact,
            isNormalised: isNormalised)
    }

    struct Sealed: Sendable {
        let proof: RobustnessProof
        let report: ProofReport
        let statement: ProofStatement
        let network: Network
        let exact: Double
        let isNormalised: Bool

        func fault(of other: RobustnessProof? = nil, isExact: Bool = false) -> ProofFault? {
            do throws(ProofFault) {
                _ = try ProofCheck.check(
                    other ?? proof, of: statement, on: network, ProofCheckOptions(isExact: isExact))
                return nil
            } catch { return error }
        }

        /// Whether the bounds that `other` gives are, up to rounding, those that it states.
        func isUnaffected(_ other: RobustnessProof) -> Bool {
            guard let sealed = try? ProofCheck.seal(other, of: statement, on: network).proof else { return false }
            return zip(sealed.claims, other.claims).allSatisfy { abs($0 - $1) <= 1e-8 * (1 + abs($0)) }
        }
    }
}

extension RobustnessProof {
    /// Whether any leaf of a class has a multiplier of a plane that is not 0.
    var usesPlanes: Bool {
        classes.contains { proof in
            proof.tree.nodes.contains {
                if case .leaf(let leaf) = $0 { leaf.planeMultipliers.contains { $0 != 0 } } else { false }
            }
        }
    }

    /// Every plane that some leaf uses, by its class and its place in the table.
    var usedPlanes: [(tree: Int, plane: Int)] {
        classes.indices.flatMap { tree in
            classes[tree].tree.planes.indices.filter { plane in
                classes[tree].tree.nodes.contains {
                    if case .leaf(let leaf) = $0 {
                        plane < leaf.planeMultipliers.count && leaf.planeMultipliers[plane] != 0
                    } else {
                        false
                    }
                }
            }.map { (tree, $0) }
        }
    }

    func changingPlane(of tree: Int, _ plane: Int, _ change: (inout ProofPlane) -> Void) -> RobustnessProof {
        var copy = self
        change(&copy.classes[tree].tree.planes[plane])
        return copy
    }

    /// The same with the multipliers of every leaf of a class changed that has any.
    func changingPlaneMultipliers(of tree: Int, _ change: (inout [Float]) -> Void) -> RobustnessProof {
        var copy = self
        for (position, node) in copy.classes[tree].tree.nodes.enumerated() {
            guard case .leaf(var leaf) = node, !leaf.planeMultipliers.isEmpty else { continue }
            change(&leaf.planeMultipliers)
            copy.classes[tree].tree.nodes[position] = .leaf(leaf)
        }
        return copy
    }
}
