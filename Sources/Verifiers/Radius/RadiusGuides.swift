import Networks
import Questions

/// Cheaper methods that a search over sizes asks before a costly one: a bound that the costly method dominates, so that what
/// is certified for it holds for both, and an attack, whose witnesses rule sizes out for every sound method. A bound that
/// is not dominated says no more than where to begin.
public struct RadiusGuides: Sendable {
    /// In the order in which they are asked.
    let methods: [(verifier: any Verifier<Network>, descriptor: MethodDescriptor)]
    /// Whose certified size is a guess.
    let guess: (verifier: any Verifier<Network>, descriptor: MethodDescriptor)?
    /// How far their ends may stay apart: the costly method goes on from there.
    let tolerance = 1e-2
    /// None may take more than this part of the time that is left.
    let parts = 6.0

    /// No method is asked beforehand.
    public static let none = RadiusGuides(methods: [], guess: nil)

    /// Methods up to this rank are guides: batched products of matrices.
    private static let cheapRank = 20
    /// Methods beyond this rank take linear programs or searches: they are worth a guide.
    private static let costlyRank = 30

    private init(
        methods: [(verifier: any Verifier<Network>, descriptor: MethodDescriptor)],
        guess: (verifier: any Verifier<Network>, descriptor: MethodDescriptor)?
    ) {
        self.methods = methods
        self.guess = guess
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
        let bound = dominated.filter { $0.costRank <= Self.cheapRank }.max { $0.costRank < $1.costRank }
        var methods = [(verifier: any Verifier<Network>, descriptor: MethodDescriptor)]()
        if let bound {
            let shared = bound.options.compactMap { option in call.options[option.name].map { (option.name, $0) } }
            let guide = MethodCall(bound, options: Dictionary(uniqueKeysWithValues: shared))
            if let verifier = MethodRegistry.make(guide) { methods.append((verifier, bound)) }
        }
        methods.append((ScaledAttack(), ScaledAttack.descriptor))
        self.init(methods: methods, guess: nil)
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
