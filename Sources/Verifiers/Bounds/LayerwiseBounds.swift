import LinearAlgebra
import Networks
import Questions

/// Bounds of every layer in turn, each layer using the bounds before it.
struct LayerwiseBounds {
    let network: LoweredNetwork
    let region: InputRegion
    /// Whose arithmetic the margins speak of.
    let arithmetic: Arithmetic
    private(set) var bounds: NetworkBounds
    /// Lines of the activations of `bounds.stages`; index 0 is the input.
    private(set) var relaxations: [Relaxation] = [.identity]
    /// Bounds on the values h of `bounds.stages`.
    private(set) var values: [StageBounds]
    /// Magnitudes of `bounds.stages`.
    private var magnitudes: [StageMagnitudes]
    /// Whether all bounds so far lie in the range in which errors are bounded (see `Rounding`). If not, nothing may be claimed.
    private(set) var isInRange: Bool
    /// What backward substitution computes in: that of the loop over queries, or its own.
    private let workspace: SubstitutionWorkspace
    /// Stages from the input on whose bounds are those of interval arithmetic.
    private var intervalStages = 1

    init(
        _ network: LoweredNetwork, _ region: InputRegion, arithmetic: Arithmetic = .real,
        workspace: SubstitutionWorkspace = SubstitutionWorkspace()
    ) {
        self.workspace = workspace
        self.network = network
        self.region = region
        self.arithmetic = arithmetic
        bounds = NetworkBounds(region)
        values = bounds.stages
        magnitudes = [StageMagnitudes(0, of: network, bounds.stages[0], after: [])]
        isInRange = bounds.stages[0].isInRange
    }

    /// Index of the next stage without bounds.
    var next: Int { bounds.stages.count }

    /// Whether there is a stage below the logits without bounds, and reason to bound it.
    var isUnfinished: Bool { isInRange && next < network.outputStage }

    /// Takes `pre` for the bounds of the next stage.
    mutating func append(_ pre: StageBounds, lowerLine: LowerLine) {
        let activation = network.stages[next].activation
        magnitudes.append(StageMagnitudes(next, of: network, pre, after: magnitudes))
        relaxations.append(Relaxation(activation, within: pre, lowerLine: lowerLine))
        values.append(pre.values(after: activation))
        bounds.stages.append(pre)
        isInRange = isInRange && pre.isInRange
    }

    /// Interval bounds of the next stage.
    var intervalBounds: StageBounds {
        IntervalArithmetic.preActivations(of: network.stages[next], from: values, inputs: region.ball)
    }

    /// Whether interval arithmetic is exact for `stage`: one affine map of a box, or of what lies in it of a ball.
    private func hasExactIntervals(_ stage: LoweredNetwork.Stage) -> Bool {
        stage.terms.allSatisfy { $0.source == 0 } && (region.ball == nil || stage.terms.count == 1)
    }

    /// Neurons of the next stage whose bounds matter and that backward substitution could tighten: unstable ReLUs, and
    /// inputs of pooling windows without a clear maximum. None where `known` is exact already.
    func undecidedNeurons(_ known: StageBounds) -> [Int] {
        let stage = network.stages[next]
        if hasExactIntervals(stage) { return [] }
        switch stage.activation {
        case .identity: return []
        case .relu: return known.unstableNeurons
        case .maxPool(let windows):
            return Set(
                windows.filter { window in
                    let best = window.reduce(-.infinity) { max($0, known.lower[$1]) }
                    return window.filter { known.upper[$0] > best }.count > 1
                }.joined()
            ).sorted()
        }
    }

    var substitution: BackwardSubstitution { substitution(over: region, relaxations) }

    /// Substitution with these bounds.
    ///
    /// - Parameters:
    ///   - part: the region or a part of it.
    ///   - lines: of every stage that has bounds, sound within them.
    func substitution(over part: InputRegion, _ lines: [Relaxation]) -> BackwardSubstitution {
        BackwardSubstitution(
            network: network, region: part, bounds: bounds, relaxations: lines, workspace: workspace,
            magnitudes: magnitudes)
    }

    /// Bounds of every stage below the logits by backward substitution alone, with the given lower lines: what the papers
    /// define, without any help from interval arithmetic.
    ///
    /// Of a neuron that substitution proves stable no more than that need be known, unless bounds enter a proof, an error of single
    /// precision, or a maximum: then all are computed to the end.
    ///
    /// - Parameter recorder: told of the neurons of every stage.
    /// - Complexity: O(L²) products of layer matrices for L layers.
    mutating func substituteAll(_ lowerLine: LowerLine, recorder: ProofRecorder? = nil) {
        substituteAll(lowerLine, recorder: recorder, needsStabilityOnly: recorder == nil && arithmetic == .real)
    }

    /// - Parameter needsStabilityOnly: whether bounds of stable neurons do not matter.
    mutating func substituteAll(_ lowerLine: LowerLine, recorder: ProofRecorder? = nil, needsStabilityOnly: Bool) {
        let needsStabilityOnly = needsStabilityOnly && !network.hasMaxPools
        while isUnfinished {
            recorder?.begin(next, substituted: substitutedNeurons, keepsIntervals: false)
            if intervalStages == next, substitutedNeurons.isEmpty { intervalStages += 1 }
            append(needsStabilityOnly ? stabilityBounds : substitutedBounds, lowerLine: lowerLine)
        }
    }

    /// As `substitutedBounds` for every neuron that they leave unstable; sound for all others, and of the same sign.
    private var stabilityBounds: StageBounds {
        let neurons = substitutedNeurons
        if neurons.isEmpty { return intervalBounds }
        let bounds = substitution.bounds(ofNeurons: neurons, at: next, stopsWhenStable: true)
        return bounds.isInRange ? bounds : substitutedBounds
    }

    /// Interval bounds of every stage below the logits.
    mutating func propagateAll() {
        while isUnfinished { append(intervalBounds, lowerLine: .parallel) }
    }

    /// The same network and region with interval bounds of every stage below the logits.
    var propagated: LayerwiseBounds {
        var intervals = LayerwiseBounds(network, region, arithmetic: arithmetic, workspace: workspace)
        while intervals.isUnfinished, intervals.next < intervalStages {
            intervals.append(bounds.stages[intervals.next], lowerLine: .parallel)
        }
        intervals.propagateAll()
        return intervals
    }

    /// Bounds of the next stage by backward substitution alone.
    var substitutedBounds: StageBounds {
        let neurons = substitutedNeurons
        return neurons.isEmpty ? intervalBounds : substitution.bounds(ofNeurons: neurons, at: next)
    }

    /// Neurons of the next stage that `substitutedBounds` bounds by backward substitution: all of them, or none.
    var substitutedNeurons: [Int] {
        let stage = network.stages[next]
        if hasExactIntervals(stage) { return [] }
        return Array(0..<stage.preActivations)
    }

    /// Bounds of the next stage by interval arithmetic and, for the neurons that it leaves undecided, by backward
    /// substitution, whichever is tighter.
    var cheapBounds: StageBounds { cheapBounds(stopsWhenStable: false) }

    /// - Parameters:
    ///   - stopsWhenStable: leave a neuron at what first proves its ReLU stable.
    ///   - prior: bounds that hold on a larger region; what they prove stable is left at that.
    func cheapBounds(stopsWhenStable: Bool, within prior: StageBounds? = nil) -> StageBounds {
        var known = intervalBounds
        if let prior { known.intersect(prior) }
        let neurons = undecidedNeurons(known)
        guard !neurons.isEmpty else { return known }
        let tight = substitution.bounds(
            ofNeurons: neurons, at: next, stopsWhenStable: stopsWhenStable && !network.hasMaxPools)
        for (position, neuron) in neurons.enumerated() {
            known.lower[neuron] = max(known.lower[neuron], tight.lower[position])
            known.upper[neuron] = min(known.upper[neuron], tight.upper[position])
        }
        return known
    }
}

/// The margins f_y − f_k as objectives on the logits.
enum MarginObjectives {
    /// The classes other than `label`, in order.
    static func classes(_ network: LoweredNetwork, label: Int) -> [Int] {
        (0..<network.classCount).filter { $0 != label }
    }

    /// Columns e_y − e_k for the given classes k: logits × classes.
    static func matrix(_ network: LoweredNetwork, label: Int, classes: [Int]) -> Matrix<Double> {
        var objectives = Matrix<Double>(rows: network.classCount, columns: classes.count)
        for (column, adversarial) in classes.enumerated() {
            objectives[label, column] = 1
            objectives[adversarial, column] = -1
        }
        return objectives
    }
}
