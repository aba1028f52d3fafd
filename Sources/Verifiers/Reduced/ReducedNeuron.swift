/// A pre-activation z as a function of what comes before it, over the variables of a `ReducedNetwork`.
package struct AffineForm: Sendable {
    /// Nothing multiplied out: a weight of the network per entry, with the error of those that several weights add up to.
    package let direct: LinearFunction
    /// Affine variables replaced by what they stand for, down to free variables. Its coefficients are rounded and carry no
    /// error: solvers and ascent ask for none, certified values are computed on `direct`.
    package let substituted: LinearFunction
}

/// A neuron that a `ReducedNetwork` keeps.
package struct ReducedNeuron: Sendable {
    package let stage: Int
    /// Index among the pre-activations of the stage.
    package let neuron: Int
    /// Bounds of z as the network takes them: proven ones, or ±M for an unstable ReLU where one constant stands for all.
    package let lower: Double
    package let upper: Double
    /// z in the variables before it.
    package let form: AffineForm
    /// What stands for the neuron: its value max(z, 0) if it is an unstable ReLU, else z.
    package let variable: Int
}

/// The maximum of a pooling window that several pre-activations may attain.
package struct WindowMaximum: Sendable {
    package let stage: Int
    /// Index among the windows of the stage.
    package let window: Int
    /// The pre-activations that may attain it, in the order of the window, with their bounds and variables; at least two.
    package let inputs: [(neuron: Int, variable: Int)]
    package let variable: Int
}

/// What a stage adds to a `ReducedNetwork`, one variable each.
package enum ReducedElement: Sendable {
    /// A ReLU that is surely on, or a neuron without activation: an affine variable.
    case affine(ReducedNeuron)
    /// A ReLU that may be on or off: a free variable.
    case unstable(ReducedNeuron)
    /// An input of a pooling window: a free variable, equal to its form.
    case pooled(ReducedNeuron)
    /// A free variable.
    case maximum(WindowMaximum)
}

/// What bounds say of a ReLU.
package enum ReLUState: Sendable {
    /// u ≤ 0: its value is 0 on the whole set.
    case inactive
    /// l ≥ 0: its value is z on the whole set.
    case active
    /// l < 0 < u.
    case unstable
}

extension StageBounds {
    /// What the bounds say of a ReLU at `neuron`; one that is always 0 counts as inactive.
    package func state(_ neuron: Int) -> ReLUState {
        if upper[neuron] <= 0 { return .inactive }
        return lower[neuron] >= 0 ? .active : .unstable
    }
}
