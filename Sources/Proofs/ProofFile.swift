import DataFormats
import Questions

/// The file of a proof, version 5.
///
/// | version | adds |
/// | --- | --- |
/// | 2 | upper planes of the inputs (`UpperPlanes`) |
/// | 3 | given properties, boxes in trees |
/// | 4 | sparse multipliers, bounds that are not rounded |
/// | 5 | upper planes of later ReLUs (`ProofPlane`): a table before the nodes of a tree, multipliers of it beside those of a leaf |
///
/// All are read. A proof is written as the oldest version from 2 on that can say it.
///
///     8 bytes   "VGPROOF\n"
///     2 bytes   version, least significant byte first (all numbers are)
///     8 bytes   size of the body, unpacked
///     32 bytes  SHA-256 of everything else in the file, before and after
///     …         the body, packed by zlib
///
/// No byte of a file can change unnoticed, unused bits of the packing included. The body is read front to back by
/// `ProofDecoder`; numbers without fractions are of variable length, multipliers have their bytes sorted by significance,
/// so that equal ones stand together.
public enum ProofFile {
    /// The newest that is read and written.
    public static let version: UInt16 = 5
    /// As in `4f2a….vgproof`.
    public static let fileExtension = "vgproof"
    static let magic = Array("VGPROOF\n".utf8)
    /// A larger file is refused unread.
    public static let fileLimit = 1 << 30
    /// A body that is more times larger than its file is refused before it is unpacked, beyond a first mebibyte. Those of searches
    /// shrink to a half; one that would shrink more than this is written unpacked. With `ProofDecoder`, which makes no more than
    /// some eight bytes of every byte of the body, this bounds the memory that a file can take.
    static let ratioLimit = 100
    /// Bodies up to this are unpacked whatever their file's size.
    static let freeSize = 1 << 20

    /// The bytes of a file.
    public static func bytes(of proof: Proof) -> [UInt8] {
        var encoder = ProofEncoder()
        encoder.put(proof)
        var head = magic
        let version = version(of: proof)
        head.append(contentsOf: [UInt8(version & 0xFF), UInt8(version >> 8)])
        withUnsafeBytes(of: UInt64(encoder.bytes.count).littleEndian) { head.append(contentsOf: $0) }
        // Multipliers hardly shrink further, and large bodies would take longer to pack than to check.
        var body = Zlib.compress(encoder.bytes, level: encoder.bytes.count > 1 << 24 ? 1 : 6)
        if !isInProportion(encoder.bytes.count, body.count) { body = Zlib.compress(encoder.bytes, level: 0) }
        return head + Digest(of: head + body).bytes + body
    }

    /// The oldest version that can say what `proof` says.
    private static func version(of proof: Proof) -> UInt16 {
        let parts: [RobustnessProof] =
            switch proof.content {
            case .robust(let evidence): [evidence]
            case .holds(let parts): parts
            case .falsified: []
            }
        if parts.contains(where: \.hasLaterPlanes) { return 5 }
        let nodes = parts.lazy.flatMap(\.classes).flatMap(\.tree.nodes)
        if parts.contains(where: \.isUnrounded) || nodes.contains(where: \.hasSparseMultipliers) { return 4 }
        let hasBoxes = nodes.contains { if case .box = $0 { true } else { false } }
        return hasBoxes || proof.statement.sample.given != nil ? 3 : 2
    }

    private static func isInProportion(_ size: Int, _ packed: Int) -> Bool {
        size <= freeSize || size / ratioLimit <= packed
    }

    /// Reads the bytes of a file.
    ///
    /// - Throws: `FormatFault` for anything but an intact proof of a known version.
    public static func proof(from bytes: [UInt8]) throws(FormatFault) -> Proof {
        var reader = ByteReader(bytes, format: "proof")
        let start = try reader.take(magic.count, "the mark of a proof")
        guard start.elementsEqual(magic) else {
            throw FormatFault(.malformed, format: "proof", offset: 0, "does not start with VGPROOF: not a proof")
        }
        let found = try reader.integer(UInt16.self, "the version")
        guard (1...version).contains(found) else {
            throw FormatFault(
                .unsupported, format: "proof", offset: 8,
                "version \(found); this program reads versions up to \(version)")
        }
        let size = try reader.size64("the size of the body")
        let head = Array(bytes[..<reader.position])
        let digest = try reader.take(32, "the digest")
        let body = Array(bytes[reader.position...])
        guard Digest(of: head + body).bytes.elementsEqual(digest) else {
            throw FormatFault(.checksum, format: "proof", "truncated or changed: its digest does not fit")
        }
        guard isInProportion(size, bytes.count) else {
            throw FormatFault(
                .unsupported, format: "proof", offset: 10,
                "its \(bytes.count) bytes claim to unpack to \(size), more than \(ratioLimit) times as many")
        }
        var decoder = ProofDecoder(try Zlib.decompress(body, expectedSize: size))
        return try decoder.proof()
    }

    /// Writes `proof` to `path`, whole or not at all.
    public static func write(_ proof: Proof, to path: String) throws(FileFault) {
        try AtomicFile.write(bytes(of: proof), to: path)
    }

    /// Reads the proof at `path`.
    ///
    /// - Throws: `FileFault` unless it is a regular file of at most `fileLimit` bytes that can be read, `FormatFault` where it is
    ///   damaged.
    public static func read(_ path: String) throws -> Proof {
        try proof(from: try FileBytes.readRegular(path, limit: fileLimit))
    }
}

extension RobustnessProof {
    /// Whether any tree has planes of later ReLUs, or a leaf multipliers of such.
    fileprivate var hasLaterPlanes: Bool {
        classes.contains { $0.tree.hasLaterPlanes }
            || stages.contains { $0.searched.contains { $0.tree.hasLaterPlanes } }
    }
}

extension ProofTree {
    fileprivate var hasLaterPlanes: Bool {
        !planes.isEmpty
            || nodes.contains { if case .leaf(let leaf) = $0 { !leaf.planeMultipliers.isEmpty } else { false } }
    }
}

extension ProofTree.Node {
    fileprivate var hasSparseMultipliers: Bool {
        guard case .leaf(let leaf) = self else { return false }
        return switch leaf.evidence {
        case .multipliers(.sparse), .empty(.sparse): true
        case .multipliers, .empty, .substitution: false
        }
    }
}
