import Questions
import ResultStore

/// What a page shows of its chosen samples beyond their outcomes: pixels, and what the networks say of them. A report does not
/// compute them: whoever writes it looks them up, and they are kept beside the outcomes.
public struct Pictures: Sendable, Hashable {
    /// What a network says of a sample (its content hash) or of a witness (its fingerprint).
    public struct Point: Sendable, Hashable {
        public var network: Digest
        /// Hexadecimal digits of either.
        public var name: String

        public init(network: Digest, name: String) { (self.network, self.name) = (network, name) }
        public init(network: Digest, sample: Digest) { self.init(network: network, name: sample.description) }
        public init(network: Digest, witness: PixelFingerprint) {
            self.init(network: network, name: witness.description)
        }
    }

    /// Channels, height, width of every image.
    public var shape: [Int]
    /// Pixels by content hash of the sample.
    public var images: [Digest: [Float]] = [:]
    /// Pixels of witnesses by their fingerprint.
    public var witnesses: [PixelFingerprint: [Float]] = [:]
    /// Outputs, class by class.
    public var scores: [Point: [Double]] = [:]

    /// No pictures.
    public static let none = Pictures(shape: [])

    public init(shape: [Int]) { self.shape = shape }

    public var isEmpty: Bool { images.isEmpty }

    /// These, and where they lack one of `others` theirs; of others of another shape nothing.
    public func completed(by others: Pictures) -> Pictures {
        guard !others.isEmpty else { return self }
        guard !isEmpty else { return others }
        guard shape == others.shape else { return self }
        var all = self
        all.images.merge(others.images) { own, _ in own }
        all.witnesses.merge(others.witnesses) { own, _ in own }
        all.scores.merge(others.scores) { own, _ in own }
        return all
    }

    /// Only what `request` asks for.
    func restricted(to request: PictureRequest) -> Pictures {
        var kept = Pictures(shape: shape)
        for query in request.queries {
            let sample = query.sample.digest
            guard let image = images[sample], image.count == shape.reduce(1, *) else { continue }
            kept.images[sample] = image
            let network = query.networkDigest
            if let point = network.map({ Point(network: $0, sample: sample) }) { kept.scores[point] = scores[point] }
            guard let witness = query.witness, let pixels = witnesses[witness], pixels.count == image.count else {
                continue
            }
            kept.witnesses[witness] = pixels
            if let point = network.map({ Point(network: $0, witness: witness) }) { kept.scores[point] = scores[point] }
        }
        return kept.images.isEmpty ? .none : kept
    }
}
