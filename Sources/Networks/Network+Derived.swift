import LinearAlgebra
import Synchronization

extension Network {
    /// The network as stages of affine maps and activations, in double precision; made at first use and kept.
    public var lowered: LoweredNetwork { derived.lowered(self) }

    /// The batched evaluation in single precision; made at first use and kept.
    public var evaluator: Evaluator<Float> { derived.evaluator(self) }
}

/// Forms of a network that are costly to make, shared by all copies of it.
final class DerivedForms: Sendable {
    private let loweredForm = Mutex<LoweredNetwork?>(nil)
    private let evaluatorForm = Mutex<Evaluator<Float>?>(nil)

    func lowered(_ network: Network) -> LoweredNetwork {
        loweredForm.withLock { form in
            if let form { return form }
            let made = LoweredNetwork(network)
            form = made
            return made
        }
    }

    func evaluator(_ network: Network) -> Evaluator<Float> {
        evaluatorForm.withLock { form in
            if let form { return form }
            let made = Evaluator<Float>(network)
            form = made
            return made
        }
    }
}
