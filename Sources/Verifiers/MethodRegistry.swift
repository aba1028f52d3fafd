import Networks
import Questions

/// The methods that exist. To add one: write its type, add a line here.
public enum MethodRegistry {
    private static let types: [any Verifier<Network>.Type] = [
        CleanClassifier.self,
        PGDAttack.self,
        IterativeSignAttack.self,
        DeepFoolAttack.self,
        FABAttack.self,
        IntervalVerifier.self,
        LPGreedyVerifier.self,
        CROWNVerifier.self,
        AlphaCROWNVerifier.self,
        FastLipVerifier.self,
        LPLastVerifier.self,
        LPAllVerifier.self,
        SimplexCertificate.self,
        DecisionBoundaryCertificate.self,
        MMRCertificate.self,
        MILPVerifier.self,
        BranchAndBoundVerifier.self,
    ]

    /// Descriptions of all methods.
    public static let catalog = MethodCatalog(types.map { $0.descriptor }, library: EngineOption.library)

    /// Names of the methods that can say what their `robust` rests on.
    public static let provers = types.filter { $0 is any ProvingVerifier.Type }.map { $0.descriptor.name }

    /// The method that `call` names, or `nil` if there is none of that name or the engine that it names is not here.
    public static func make(_ call: MethodCall) -> (any Verifier<Network>)? {
        guard EngineOption.find(call) != nil else { return nil }
        return types.first { $0.descriptor.name == call.name }?.init(call)
    }
}
