import DataFormats

/// The versions of VNN-LIB that are written.
public enum VNNLIBVersion: String, Sendable, Hashable, CaseIterable {
    /// Numbered variables: `X_3`.
    case one = "1.0"
    /// A declared network with tensors: `X[0,3]`.
    case two = "2.0"
}

extension VNNLIBProperty {
    /// The property in VNN-LIB, as other tools read it; `VNNLIBProperty.init(_:path:)` makes the same sets of it.
    ///
    /// One region becomes single assertions of its bounds and one `or` of its conjunctions; several become one `or` over the
    /// inputs and one over the outputs where all say the same of the outputs, and else one `or` of all cases in full.
    /// Numbers are written without rounding, with the digits they have and no more. Version 2.0 declares tensors of `inputShape` and
    /// `outputShape`, of one dimension where these are `nil`, and reads back with them; their type is `Real`.
    ///
    /// - Parameter comments: lines for the beginning, without `;`.
    /// - Precondition: shapes have as many entries as there are inputs and outputs.
    public func vnnlib(version: VNNLIBVersion = .one, comments: [String] = []) -> String {
        var writer = PropertyWriter(self, version)
        for comment in comments { writer.comment(comment) }
        writer.declare()
        writer.write(self)
        return writer.text
    }

    /// Writes the property to a file, packed by gzip where the name ends in `.gz`; the file appears whole or not at all.
    public func write(
        to path: String, version: VNNLIBVersion = .one, comments: [String] = []
    ) throws(FileFault) {
        let text = Array(vnnlib(version: version, comments: comments).utf8)
        try AtomicFile.write(path.hasSuffix(".gz") ? Gzip.compress(text) : text, to: path)
    }
}
