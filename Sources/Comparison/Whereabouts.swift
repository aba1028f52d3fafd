/// What a command that asks a recorded question again must know and no run records.
public struct Whereabouts {
    /// Where the network of an id lies; `nil` where that is not known.
    public var networkFile: (String) -> String?
    /// Options that say where images of one's own lie, word by word; empty for known data sets.
    public var images: [String]
    /// Methods that can write what they say as a proof.
    public var provers: Set<String>

    public init(
        networkFile: @escaping (String) -> String? = { _ in nil }, images: [String] = [], provers: Set<String> = []
    ) {
        self.networkFile = networkFile
        self.images = images
        self.provers = provers
    }

    /// Nothing is known: commands name no files and no proofs.
    public static var unknown: Whereabouts { Whereabouts() }
}
