/// How much a file may become when it is unpacked, so that no small file takes the machine's memory.
///
/// Weights, images and texts that people keep unpack to less than ten times their size; a deflate stream can reach a
/// thousand times. What is refused is refused before the memory for it is taken.
public enum UnpackingLimit {
    /// Every file may become this large: 64 MiB.
    public static let floor = 64 << 20
    /// No file may become larger: 2 GiB.
    public static let ceiling = 2 << 30
    /// Between the two, how many times its packed size a file may become.
    public static let ratio = 100

    /// Bytes that `packed` bytes may become.
    public static func bytes(packed: Int, ratio: Int = ratio) -> Int {
        let (product, overflow) = max(packed, 0).multipliedReportingOverflow(by: max(ratio, 1))
        return min(ceiling, max(floor, overflow ? ceiling : product))
    }

    /// The end of a message about content that exceeds `limit`.
    static func explanation(_ limit: Int) -> String {
        "more than the \(amount(limit)) that are allowed for a file of this size (\(ratio) times its own size, at least "
            + "\(amount(floor)), at most \(amount(ceiling)))"
    }

    /// `2 GiB`, `64 MiB`, `700 bytes`.
    public static func amount(_ bytes: Int) -> String {
        for (unit, size) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] where bytes >= size {
            return bytes % size == 0 ? "\(bytes / size) \(unit)" : "\(bytes / size).\(bytes % size * 10 / size) \(unit)"
        }
        return "\(bytes) bytes"
    }
}
