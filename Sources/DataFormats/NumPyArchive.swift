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
        var members = [Member]()
        try forEach(bytes) { members.append($0) }
        return members
    }

    /// Calls `body` with one array after the other, in the order of the archive; only one is in memory at a time.
    ///
    /// - Throws: a fault also for an array whose header describes another size than the archive's directory: it is
    ///   found before the array is unpacked.
    public static func forEach(_ bytes: [UInt8], _ body: (Member) -> Void) throws(FormatFault) {
        let archive = try ZipArchive(bytes)
        for entry in archive.entries {
            guard entry.name.hasSuffix(".npy") else {
                throw FormatFault(.malformed, format: "npz", entry: entry.name, "is not a .npy array")
            }
            let beginning = try archive.beginning(of: entry, count: NumPyArray.longestPreamble)
            do { try NumPyArray.validate(beginning: beginning, fileSize: entry.size) } catch {
                throw error.inside(entry.name)
            }
            let content = try archive.contents(of: entry)
            let array: NumPyArray
            do { array = try NumPyArray(parsing: content) } catch { throw error.inside(entry.name) }
            body(Member(name: String(entry.name.dropLast(4)), array: array))
        }
    }

    /// The arrays as a `.npz` file; the same arrays give the same bytes.
    public static func fileBytes(_ members: [Member], compressed: Bool = true) throws(FormatFault) -> [UInt8] {
        var writer = ZipWriter()
        for member in members { try writer.add(member.name + ".npy", member.array.fileBytes, compressed: compressed) }
        return try writer.finish()
    }
}
