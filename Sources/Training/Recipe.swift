import Datasets
import Foundation
import NetworkFiles
import Questions

/// How a network is trained, from data to file; read from a YAML file by `RecipeReader`. The forms are those of suite
/// files: numbers may be fractions such as `8/255`, mappings may have anchors and be merged with `<<: *name`.
///
///     recipe: lpd-mlp-b-0.1
///     network: { hidden: [100, 100] }                     # or cnn-small
///     data: { name: mnist, split: train, from: 5848 }     # index of the first image; classes: [[0, 1], [2, 3]] joins classes
///     loss: lp-dual                                       # or normal, adversarial: { norm: 2 }, ibp: { … }, mmr: { … }
///     epsilon: { final: 0.1, start: 0.01, ramp: 20 }      # or one number; grows for 20 epochs
///     optimiser: { adam: { rate: 0.001 } }                # or sgd: { rate: 0.1, momentum: 0.9 }
///     decay: { from: 30, every: 10, factor: 0.5 }         # of the rate, in epochs
///     weight-decay: { l1: 0, l2: 0 }
///     epochs: 60
///     batch: 100
///     seed: 1
///     output: ../networks/lpd-mlp-b-0.1.safetensors       # from the recipe's folder
///     precision: half                                     # round the weights after the last epoch; else single
///     measure: { name: mnist, epsilon: 0.1, norm: inf }   # what the errors in the file's metadata are
public struct Recipe: Sendable, Hashable, Codable {
    public enum Architecture: Sendable, Hashable, Codable {
        case fullyConnected(hidden: [Int])
        case cnnSmall
    }

    public enum LossSpec: Sendable, Hashable, Codable {
        case normal
        case adversarial(Attack)
        case lpDual
        /// Over balls of l2.
        case lpDualInBall
        /// `finalClean`: weight of the plain cross-entropy once ε has its final value.
        case interval(finalClean: Double)
        /// With an attack it is the `+` form: half of every batch is adversarial.
        case mmr(MarginRegularisation, attack: Attack?)

        /// PGD inside a loss.
        public struct Attack: Sendable, Hashable, Codable {
            public var steps: Int
            /// Length of a step as a share of ε.
            public var stepShare: Double
            /// Norm of the ball; `nil`: ∞.
            public var norm: Norm?

            public init(steps: Int = 10, stepShare: Double = 0.25, norm: Norm? = nil) {
                self.steps = steps
                self.stepShare = stepShare
                self.norm = norm
            }
        }

        /// The names of all losses, as recipes write them.
        public static let names = ["normal", "adversarial", "lp-dual", "ibp", "mmr", "mmr+adversarial"]

        public var name: String {
            switch self {
            case .normal: "normal"
            case .adversarial: "adversarial"
            case .lpDual, .lpDualInBall: "lp-dual"
            case .interval: "ibp"
            case .mmr(_, let attack): attack == nil ? "mmr" : "mmr+adversarial"
            }
        }

        public var usesEpsilon: Bool { name != "normal" && name != "mmr" }
        /// Whether convolutions are beyond it.
        public var isForFullyConnected: Bool {
            switch self {
            case .lpDual, .lpDualInBall: true
            case .normal, .adversarial, .interval, .mmr: false
            }
        }
    }

    /// ε of the perturbation: linear from `start` to `final` over the first `ramp` epochs.
    public struct Epsilon: Sendable, Hashable, Codable {
        public var final: Double
        public var start: Double
        public var ramp: Int

        public init(final: Double, start: Double? = nil, ramp: Int = 0) {
            self.final = final
            self.start = start ?? final
            self.ramp = ramp
        }

        /// How far the ramp has come after `epochs`, from 0 to 1.
        public func ramp(after epochs: Double) -> Double { ramp == 0 ? 1 : min(1, epochs / Double(ramp)) }

        /// ε after `epochs`.
        public func value(after epochs: Double) -> Double { start + (final - start) * ramp(after: epochs) }
    }

    public enum OptimiserSpec: Sendable, Hashable, Codable {
        case adam(rate: Double)
        case sgd(rate: Double, momentum: Double)

        public var rate: Double {
            switch self {
            case .adam(let rate), .sgd(let rate, _): rate
            }
        }
    }

    /// The rate is multiplied by `factor` after `from` epochs and after every `every` more.
    public struct Decay: Sendable, Hashable, Codable {
        public var from: Int
        public var every: Int
        public var factor: Double

        public init(from: Int, every: Int, factor: Double) {
            self.from = from
            self.every = every
            self.factor = factor
        }

        /// What the rate is multiplied by in the epoch `epoch`, counted from 0.
        public func multiplier(epoch: Int) -> Double {
            guard epoch >= from else { return 1 }
            return (0...(epoch - from) / every).reduce(1.0) { product, _ in product * factor }
        }
    }

    public struct Measure: Sendable, Hashable, Codable {
        public var data: DatasetReference
        /// Radius of the set for PGD and LP-GREEDY.
        public var epsilon: Double
        /// Norm of the set; `nil`: ∞.
        public var norm: Norm?

        public init(data: DatasetReference, epsilon: Double, norm: Norm? = nil) {
            self.data = data
            self.epsilon = epsilon
            self.norm = norm
        }
    }

    public var name: String
    public var architecture: Architecture
    public var data: DatasetReference
    /// Index of the first image that is trained on.
    public var from = 0
    /// Number of images; `nil`: all the rest.
    public var count: Int?
    public var loss: LossSpec
    public var epsilon = Epsilon(final: 0)
    public var optimiser = OptimiserSpec.adam(rate: 0.001)
    public var decay: Decay?
    public var l1 = 0.0
    public var l2 = 0.0
    public var epochs: Int
    public var batch = 100
    public var seed: UInt64 = 0
    /// The file to write, from the recipe's folder.
    public var output: String
    /// What the weights are rounded to after the last epoch; `nil`: single.
    public var precision: WeightPrecision?
    public var measure: Measure?

    public init(
        name: String, architecture: Architecture, data: DatasetReference, loss: LossSpec, epochs: Int, output: String
    ) {
        self.name = name
        self.architecture = architecture
        self.data = data
        self.loss = loss
        self.epochs = epochs
        self.output = output
    }

    /// Content hash of all that decides the weights before they are rounded: neither the name nor the output or the
    /// measurement.
    public var fingerprint: Digest {
        var essence = self
        essence.name = ""
        essence.output = ""
        essence.precision = nil
        essence.measure = nil
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let bytes = (try? encoder.encode(essence)).map(Array.init) ?? Array("\(essence)".utf8)
        return Digest(of: Array("verigap training 1\n".utf8) + bytes)
    }
}
