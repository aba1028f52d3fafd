import DataFormats
import Questions

/// The file of a proof, version 6.
///
/// | version | adds |
/// | --- | --- |
/// | 2 | upper planes of the inputs (`UpperPlanes`) |
/// | 3 | given properties, boxes in trees |
/// | 4 | sparse multipliers, bounds that are not rounded |
/// | 5 | upper planes of later ReLUs (`ProofPlane`): a table before the nodes of a tree, multipliers of it beside those of a leaf |
///
/// | 6 | weights of upper planes of the inputs in half a byte |
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
    public static let version: UInt16 = 6
    /// As in `4f2a….vgproof`.
    public static let fileExtension = "vgproof"
    static let magic = Array("VGPROOF\n".utf8)
    /// A larger file is refused unread.
    public static let fileLimit = 4 << 30
    /// A body that is more times larger than its file is refused before it is unpacked, beyond a first mebibyte. Those of searches
    /// shrink to a half; one that would shrink more than this is written unpacked. With `ProofDecoder`, which makes no more than
    /// some eight bytes of every byte of the body, this bounds the memory that a file can take.
    static let ratioLimit = 100
    /// Bodies up to this are unpacked whatever their file's size.
    static let freeSize = 1 << 20

    /// The bytes of a file.
    public static func bytes(of proof: Proof) -> [UInt8] {
        var size = 0
        ProofEncoder.encode(proof) { size += $0.count }
        // Multipliers hardly shrink further, and large bodies would take longer to pack than to check.
        var file = packed(proof, size: size, level: size > 1 << 24 ? 1 : 6)
        if !isInProportion(size, file.count - headSize) { file = packed(proof, size: size, level: 0) }
        return file
    }

    /// What stands before the body.
    private static let headSize = 50

    /// - Parameter size: of the body, unpacked.
    private static func packed(_ proof: Proof, size: Int, level: Int) -> [UInt8] {
        var file = magic
        let version = version(of: proof)
        file.append(contentsOf: [UInt8(version & 0xFF), UInt8(version >> 8)])
        withUnsafeBytes(of: UInt64(size).littleEndian) { file.append(contentsOf: $0) }
        let place = file.count
        file.append(contentsOf: repeatElement(0, count: headSize - place))
        let packer = StreamPacker.zlib(level: level)
        ProofEncoder.encode(proof) { piece in packer.pack(piece) { file.append(contentsOf: $0) } }
        packer.finish { file.append(contentsOf: $0) }
        file.replaceSubrange(place..<headSize, with: digest(of: file).bytes)
        return file
    }

    /// The hash of everything in a file but itself.
    private static func digest(of file: [UInt8]) -> Digest {
        Digest(ofPieces: [file[..<(headSize - 32)], file[headSize...]])
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
        let digest = try reader.take(32, "the digest")
        guard self.digest(of: bytes).bytes.elementsEqual(digest) else {
            throw FormatFault(.checksum, format: "proof", "truncated or changed: its digest does not fit")
        }
        guard isInProportion(size, bytes.count) else {
            throw FormatFault(
                .unsupported, format: "proof", offset: 10,
                "its \(bytes.count) bytes claim to unpack to \(size), more than \(ratioLimit) times as many")
        }
        var decoder = ProofDecoder(try Zlib.decompress(bytes[headSize...], expectedSize: size))
        return try decoder.proof()
    }

    /// Writes `proof` to `path`, whole or not at all.
    ///
    /// - Throws: `FileFault` where that fails, or the file would be larger than `fileLimit`.
    public static func write(_ proof: Proof, to path: String) throws(FileFault) {
        let bytes = bytes(of: proof)
        guard bytes.count <= fileLimit else {
            throw FileFault(
                operation: "write", path: path,
                reason: "it takes \(bytes.count >> 20) MiB, more than the \(fileLimit >> 20) MiB that are read")
        }
        try AtomicFile.write(bytes, to: path)
    }

    /// Reads the proof at `path`.
    ///
    /// - Throws: `FileFault` unless it is a regular file of at most `fileLimit` bytes that can be read, `FormatFault` where it is
    ///   damaged.
    public static func read(_ path: String) throws -> Proof {
        try proof(from: try FileBytes.readRegular(path, limit: fileLimit))
    }
}
