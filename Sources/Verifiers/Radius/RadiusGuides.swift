import Networks
import Questions

/// Cheaper methods that a search over sizes asks before a costly one: a bound that the costly method dominates, so that what
/// is certified for it holds for both, and an attack, whose witnesses rule sizes out for every sound method. A bound that
/// is not dominated says no more than where to begin. Linear programs are preceded by ascents over their own relaxations,
/// which come within a thousandth of what they certify, and LP-ALL by LP-LAST: however early a search ends, it certifies no
/// less than the cheaper one alone.
public struct RadiusGuides: Sendable {
    typealias Guide = (verifier: any Verifier<Network>, descriptor: MethodDescriptor)

    /// In the order in which they are asked.
    let methods: [Guide]
    /// Whose certified size is a guess.
    let guess: Guide?
    /// Bounds whose searches go on one after another from where the methods ended, as finely as the costly one's.
    let precursors: [Precursor]
    /// How far the ends of an attack and of a guess may stay apart: the costly method goes on from there.
    let tolerance = 1e-2
    /// None may take more than this part of the time that is left.
    let parts = 6.0
    /// Nor a precursor more than this.
    let precursorParts = 2.0

    /// A bound below the costly method's.
    struct Precursor: Sendable {
        let verifier: any Verifier<Network>
        let descriptor: MethodDescriptor
        /// Whether that holds only where all that is relaxed are ReLUs, by triangles over an l1 or l∞ ball.
        let needsTriangles: Bool

        init(_ guide: Guide, needsTriangles: Bool) {
            (verifier, descriptor) = guide
            self.needsTriangles = needsTriangles
        }

        func fits(_ network: Network, _ norm: Norm) -> Bool {
            !needsTriangles || TriangleAscent.fits(network.lowered, norm)
        }
    }

    /// No method is asked beforehand.
    public static let none = RadiusGuides(methods: [])

    /// Methods up to this rank are guides: batched products of matrices.
    private static let cheapRank = 20
    /// Methods beyond this rank take linear programs or searches: they are worth a guide.
    private static let costlyRank = 30

    private init(methods: [Guide], guess: Guide? = nil, precursors: [Precursor] = []) {
        self.methods = methods
        self.guess = guess
        self.precursors = precursors
    }

    /// What goes before the method that `call` names; nothing before one that is cheap itself.
    public init(for call: MethodCall, _ descriptor: MethodDescriptor) {
        guard descriptor.costRank > Self.cheapRank, descriptor.claim == .lowerBound || descriptor.claim == .exact else {
            self = .none
            return
        }
        guard descriptor.costRank > Self.costlyRank else {
            let cheap = LPGreedyVerifier(MethodCall(LPGreedyVerifier.descriptor))
            self.init(methods: [], guess: (cheap, LPGreedyVerifier.descriptor))
            return
        }
        let dominated = MethodRegistry.catalog.dominated(by: call.name).compactMap { MethodRegistry.catalog[$0] }
        let cheap = dominated.filter { $0.claim == .lowerBound && $0.costRank <= Self.cheapRank }
            .max { $0.costRank < $1.costRank }.flatMap { Self.guide($0, as: call) }
        self.init(
            methods: (cheap.map { [$0] } ?? []) + [(ScaledAttack(), ScaledAttack.descriptor)],
            precursors: Self.precursors(of: call))
    }

    private static func precursors(of call: MethodCall) -> [Precursor] {
        func ascent(_ hidden: TriangleAscent.HiddenBounds) -> Precursor {
            Precursor((TriangleAscent(call, hidden), TriangleAscent.descriptor), needsTriangles: true)
        }
        switch call.name {
        case LPLastVerifier.descriptor.name: return [ascent(.substituted)]
        case LPAllVerifier.descriptor.name:
            let slopes = guide(AlphaCROWNVerifier.descriptor, as: call).map { Precursor($0, needsTriangles: true) }
            let last = guide(LPLastVerifier.descriptor, as: call).map { Precursor($0, needsTriangles: false) }
            return [slopes, ascent(.ascended), last].compactMap(\.self)
        case BranchAndBoundVerifier.descriptor.name:
            return guide(AlphaCROWNVerifier.descriptor, as: call).map { [Precursor($0, needsTriangles: false)] } ?? []
        default: return []
        }
    }

    /// The method, with those options of `call` that it shares.
    private static func guide(_ descriptor: MethodDescriptor, as call: MethodCall) -> Guide? {
        let shared = descriptor.options.compactMap { option in call.options[option.name].map { (option.name, $0) } }
        return MethodRegistry.make(MethodCall(descriptor, options: Dictionary(uniqueKeysWithValues: shared)))
            .map { ($0, descriptor) }
    }
}

/// PGD on the margin whose steps are an eighth of the size that it is asked about.
private struct ScaledAttack: Verifier {
    static let descriptor = PGDAttack.descriptor

    init(_: MethodCall = MethodCall(Self.descriptor)) {}

    func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        queries.map { query in
            let call = MethodCall(
                Self.descriptor,
                options: ["step-size": .number(query.perturbation.epsilon / 8), "loss": .text("margin")])
            return PGDAttack(call).verify([query], on: network, until: deadline)[0]
        }
    }
}
