import Datasets
import Networks
import WitnessCheck

/// The plain forward pass of a network over images.
enum CleanAccuracy {
    /// The class predicted for every image of `positions`, in real numbers.
    static func predictions(of network: Network, on dataset: Dataset, at positions: Range<Int>) -> [Int] {
        stride(from: positions.lowerBound, to: positions.upperBound, by: 250).flatMap { start in
            let batch = start..<min(start + 250, positions.upperBound)
            return PredictedClass.classes(of: network, batch.map { dataset.sample($0).pixels })
        }
    }

    /// Images of the whole split that `network` puts into another class than their label.
    static func errors(of network: Network, on dataset: Dataset) -> Int {
        zip(predictions(of: network, on: dataset, at: 0..<dataset.count), dataset.labels).count { $0 != $1 }
    }
}
