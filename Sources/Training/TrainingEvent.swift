import Networks

/// How far training has come.
public struct TrainingProgress: Sendable, Hashable, Codable {
    /// The present epoch, from 1.
    public var epoch: Int
    public var epochs: Int
    /// Share of the present epoch that is done.
    public var share: Double
    /// ε at this moment.
    public var epsilon: Double
    /// Over this epoch so far.
    public var tally: LossTally
    /// Wall-clock seconds of this epoch so far.
    public var seconds: Double
    /// Seconds still to go, as far as one can tell.
    public var remaining: Double
}

/// What training tells as it happens.
public enum TrainingEvent: Sendable, Hashable {
    /// Training goes on after `epoch` epochs of an earlier process.
    case resumed(epoch: Int)
    /// Part of an epoch is done.
    case batches(TrainingProgress)
    /// An epoch is done, and its checkpoint is on disk.
    case epoch(TrainingProgress)
}

/// The end of a training.
public struct TrainedNetwork: Sendable {
    public var network: Network
    /// Wall-clock seconds, over all processes that took part.
    public var seconds: Double
    /// Of the last epoch.
    public var tally: LossTally
}

/// Why a network cannot be trained.
public enum TrainingFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The recipe asks for images that are not there.
    case data(String)
    /// Numbers have become infinite or NaN.
    case diverged(epoch: Int, String)

    public var description: String {
        switch self {
        case .data(let message): "the data do not fit the recipe: \(message)"
        case .diverged(let epoch, let message):
            "training diverged in epoch \(epoch): \(message); try a smaller rate or a longer ramp of epsilon"
        }
    }
}
