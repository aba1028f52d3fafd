/// A `.npz` file: named NumPy arrays in a ZIP archive.
public enum NumPyArchive {
    /// An array with its name, without the `.npy` ending.
    public struct Member: Sendable, Hashable {
        public var name: String
        public var array: NumPyArray

        public init(name: String, array: NumPyArray) {
            self.name = name
            self.array = array
        }
    }

    /// The arrays in the order of the archive.
    public static func read(_ bytes: [UInt8]) throws(FormatFault) -> [Member] {
        let archive = try ZipArchive(bytes)
        var members = [Member]()
        for entry in archive.entries {
            guard entry.name.hasSuffix(".npy") else {
                throw FormatFault(.malformed, format: "npz", entry: entry.name, "is not a .npy array")
            }
            let content = try archive.contents(of: entry)
            do {
                members.append(Member(name: String(entry.name.dropLast(4)), array: try NumPyArray(parsing: content)))
            } catch {
                throw error.inside(entry.name)
            }
        }
        return members
    }

    /// The arrays as a `.npz` file; the same arrays give the same bytes.
    public static func fileBytes(_ members: [Member], compressed: Bool = true) throws(FormatFault) -> [UInt8] {
        var writer = ZipWriter()
        for member in members { try writer.add(member.name + ".npy", member.array.fileBytes, compressed: compressed) }
        return try writer.finish()
    }
}
