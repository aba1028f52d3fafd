import LinearAlgebra

/// Cross-entropy + λ · MMR (Croce, Andriushchenko & Hein 2019); in the `+` form half of every batch is moved by PGD first.
///
/// MMR of one image: (1/k_B) Σ max(0, 1 − d_B/γ_B) over the k_B nearest faces of its activation region
/// + (1/k_D) Σ max(0, 1 − d_D/γ_D) over the k_D = K − 1 decision boundaries; d_D is negative when misclassified. The
/// norms of the rows of V_θ come from substitution down to the input, with the gradient through them; rows of
/// convolutions are confined to their receptive fields, see `JacobianRows`.
public struct MarginLoss<Scalar: BLASScalar>: Loss {
    let stack: LayerStack<Scalar>
    let constants: MarginRegularisation
    let attack: AdversarialLoss<Scalar>?
    private let fields: ReceptiveFields

    /// Traps unless `architecture` has a hidden layer and the norm is ∞ or 2.
    public init(
        _ architecture: TrainableArchitecture, _ constants: MarginRegularisation, attack: AdversarialLoss<Scalar>? = nil
    ) {
        precondition(architecture.layers.count > 1 && constants.norm != .one)
        stack = LayerStack(architecture: architecture)
        fields = ReceptiveFields(architecture)
        self.constants = constants
        self.attack = attack
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func accumulate(
        _ batch: Batch<Scalar>, at parameters: [Scalar], _ step: LossStep, into gradient: inout [Scalar]
    ) -> LossTally {
        var tally = stack.cleanTally(batch, parameters)
        var batch = batch
        if let attack { batch.images = halfMoved(batch, attack, parameters, step) }
        let layers = stack.architecture.layers
        var inputs = [batch.images]
        var preActivations = [Matrix<Scalar>]()
        for (index, layer) in layers.enumerated() {
            preActivations.append(layer.forward(inputs[index], parameters))
            guard index + 1 < layers.count else { break }
            var values = preActivations[index]
            LayerStack<Scalar>.clamp(&values.elements)
            inputs.append(values)
        }
        let plain = CrossEntropy.batch(preActivations[layers.count - 1], labels: batch.labels)
        tally.loss = plain.loss
        if attack != nil { tally.attacked = plain.errors }
        var derivatives = preActivations.map { Matrix<Scalar>(rows: $0.rows, columns: $0.columns) }
        derivatives[layers.count - 1] = plain.gradient
        let weight = constants.weight(after: step.epochs)
        if weight > 0 {
            let faces = constants.faces(of: layers.dropLast().reduce(0) { $0 + $1.outputs }, progress: step.progress)
            tally.loss += regularise(
                batch, parameters, preActivations, weight: weight, faces: faces, &derivatives, into: &gradient)
        }
        for (index, layer) in layers.enumerated().reversed() {
            layer.accumulateGradient(derivatives[index], inputs: inputs[index], into: &gradient)
            guard index > 0 else { break }
            var below = layer.pullback(derivatives[index], parameters)
            LayerStack<Scalar>.mask(&below.elements, where: inputs[index].elements)
            for entry in below.elements.indices { derivatives[index - 1].elements[entry] += below.elements[entry] }
        }
        return tally
    }

    /// The images, those of even position moved.
    private func halfMoved(
        _ batch: Batch<Scalar>, _ attack: AdversarialLoss<Scalar>, _ parameters: [Scalar], _ step: LossStep
    ) -> Matrix<Scalar> {
        let chosen = Array(stride(from: 0, to: batch.labels.count, by: 2))
        let half = Batch(images: batch.images.selectingRows(chosen), labels: chosen.map { batch.labels[$0] })
        let moved = attack.attack(half, parameters, step)
        var images = batch.images
        let width = images.columns
        for (position, row) in chosen.enumerated() {
            images.elements.replaceSubrange(row * width..<(row + 1) * width, with: moved.row(position))
        }
        return images
    }

    /// λ · MMR summed over the batch; adds its derivatives by the pre-activations to `derivatives`, those through the
    /// norms to `gradient`.
    private func regularise(
        _ batch: Batch<Scalar>, _ parameters: [Scalar], _ preActivations: [Matrix<Scalar>], weight: Double, faces: Int,
        _ derivatives: inout [Matrix<Scalar>], into gradient: inout [Scalar]
    ) -> Double {
        let jacobian = JacobianRows<Scalar>(stack.architecture, fields, parameters, norm: constants.norm)
        let firstNorms = jacobian.firstNorms
        var onFirstNorms = [Scalar](repeating: 0, count: firstNorms.count)
        var total = 0.0
        for (row, label) in batch.labels.enumerated() {
            let values = preActivations.map { $0.row(row) }
            let trace = jacobian.trace(values, label: label)
            var terms = MarginTerms<Scalar>(weight: Scalar(weight))
            let norms = [firstNorms] + trace.norms
            let last = values.count - 1
            terms.addFaces(values[..<last], norms, count: faces, gamma: constants.gammaB)
            terms.addBoundaries(values[last], layer: last, norms[last], label: label, gamma: constants.gammaD)
            total += Double(terms.total)
            for slope in terms.onValues { derivatives[slope.layer][row, slope.neuron] += slope.value }
            for slope in terms.onNorms where slope.layer == 0 { onFirstNorms[slope.neuron] += slope.value }
            jacobian.pull(trace, terms.onNorms.filter { $0.layer > 0 }, label: label, into: &gradient)
        }
        jacobian.pullFirst(onFirstNorms, firstNorms, into: &gradient)
        return total
    }
}
