import DataFormats

extension VNNLIBProperty {
    /// Reads a property in VNN-LIB 1.0, as files in practice write it, or in VNN-LIB 2.0 for one network.
    ///
    /// Assertions are joined by "and", wherever they stand; comparisons are linear, over inputs alone or outputs alone.
    ///
    /// | of | is read |
    /// | --- | --- |
    /// | commands | `declare-const`, `declare-fun` without arguments, `assert`; `vnnlib-version`, `declare-network` |
    /// | formulas | `and or not => true false`, nested up to 256 deep |
    /// | comparisons | `<= >= < > = ==`, strict ones as closed at the next double; chains of more than two operands |
    /// | numbers | `+ - * /`, exactly; a quotient must be a decimal fraction |
    ///
    /// - Parameter path: names the file in faults.
    /// - Throws: all faults of the text, each with its place; more than 65,536 cases are one.
    /// - Complexity: linear in the text and in the size of the normal form.
    public init(_ text: [UInt8], path: String = "property") throws(VNNLIBFaults) {
        self = try PropertyReader.read(text, path: path)
    }

    /// Reads a property from a string.
    public init(_ text: String, path: String = "property") throws(VNNLIBFaults) {
        try self.init(Array(text.utf8), path: path)
    }

    /// Reads a file, plain or packed by gzip, whatever its name.
    public static func read(_ path: String) throws(CompetitionFileFault) -> VNNLIBProperty {
        let text = try CompetitionFileFault.bytes(of: path)
        do { return try VNNLIBProperty(text, path: path) } catch { throw .text(error) }
    }
}

/// Why a file of a competition could not be read.
public enum CompetitionFileFault: Error, Sendable, Hashable, CustomStringConvertible {
    case file(FileFault)
    /// Damaged packing.
    case packing(path: String, FormatFault)
    case text(VNNLIBFaults)

    public var description: String {
        switch self {
        case .file(let fault): fault.description
        case .packing(let path, let fault): "\(path): \(fault)"
        case .text(let faults): faults.description
        }
    }

    /// The unpacked content of a file.
    static func bytes(of path: String) throws(CompetitionFileFault) -> [UInt8] {
        let content: Result<[UInt8], FormatFault>
        do { content = try FileBytes.readUnpacked(path) } catch { throw .file(error) }
        switch content {
        case .success(let bytes): return bytes
        case .failure(let fault): throw .packing(path: path, fault)
        }
    }
}
