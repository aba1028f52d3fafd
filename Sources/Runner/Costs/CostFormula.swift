import Foundation
import Questions

/// Seconds of one query by the kind of its method and the size of its network: what is assumed where nothing is known.
///
/// The shapes are those of the algorithms; the constants were fitted by eye to what methods took in the suites mnist-lpd,
/// fmnist-lpd, mnist-cnn and salman2019-table1 (784-100-100-10, 784-500-10, a small convolutional network), on one core.
/// A method of the same rank and claim costs the same here, whatever its name. Bounds are right within a factor of 10, no
/// better: how many neurons are unstable, which the size does not tell, makes most of the difference.
enum CostFormula {
    /// Never more than `configuration`'s limit.
    static func seconds(_ descriptor: MethodDescriptor, _ configuration: Configuration, on size: NetworkSize) -> Double
    {
        let limit = configuration.limit.bindingSeconds
        let once =
            switch descriptor.claim {
            case .classification: 4e-10 * size.products
            // Those that walk to the boundary take a gradient per class, of one image after the other, and search along lines.
            case .attack:
                8e-11 * size.products * steps(configuration.method) * (descriptor.minimisesDistance ? 100 : 1)
            case .distance: 2e-11 * size.substitutions
            case .lowerBound: bound(rank: descriptor.costRank, size)
            // Some end at once, some never, and the longer the limit the fewer.
            // There are no more cases than patterns of active neurons.
            case .exact: min(1.5 * limit.squareRoot(), 1e-3 * exp2(min(size.neurons, 60)))
            }
        // A search asks about a dozen sizes and more; linear programs are largest at those that decide.
        let asksSizes = configuration.form.goal.isRadius && descriptor.claim != .exact && !descriptor.minimisesDistance
        let sizes = !asksSizes ? 1 : descriptor.claim == .lowerBound && descriptor.costRank > 30 ? 40.0 : 16
        return min(max(once, leastSeconds) * sizes, limit)
    }

    /// Below it, times are those of messages.
    private static let leastSeconds = 1e-6

    /// Gradients that an attack takes.
    private static func steps(_ call: MethodCall) -> Double {
        (call.numberIfPresent("steps") ?? 100) * (call.numberIfPresent("restarts") ?? 1)
    }

    /// Backward substitution of every layer. Receptive fields and stable neurons, which save most of it, are not counted.
    private static func substitution(_ size: NetworkSize) -> Double {
        1.5e-9 * size.products + 2e-11 * size.substitutions
    }

    private static func bound(rank: Int, _ size: NetworkSize) -> Double {
        // A linear program per margin.
        let programs = 3.5e-3 * size.neurons.squareRoot()
        return switch rank {
        case ...10: 5e-9 * size.products
        case ...20: substitution(size)
        // Both lines of every neuron.
        case ...25: 1.5 * substitution(size)
        // Steps of ascent.
        case ...30: 30 * substitution(size)
        case ...40: programs
        // And one per unstable neuron beyond the first layer.
        default: programs * (size.hiddenLayers > 1 ? 5 : 1)
        }
    }
}
