import CCrypto

/// A SHA-256 content hash.
public struct Digest: Sendable, Hashable, Codable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The hash of `data`.
    public init(of data: some Sequence<UInt8>) {
        let input = Array(data)
        var output = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        let status = EVP_Digest(input, input.count, &output, &length, EVP_sha256(), nil)
        precondition(status == 1 && length == 32, "libcrypto cannot compute SHA-256")
        bytes = output
    }

    /// The hash of `pieces` one behind the other.
    public init(ofPieces pieces: [ArraySlice<UInt8>]) {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var output = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        let succeeded =
            EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
            && pieces.allSatisfy { piece in
                piece.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1 }
            } && EVP_DigestFinal_ex(context, &output, &length) == 1
        precondition(succeeded && length == 32, "libcrypto cannot compute SHA-256")
        bytes = output
    }

    /// The hash of a text's UTF-8 bytes.
    public init(of text: String) { self.init(of: text.utf8) }

    /// Reads 64 hexadecimal digits; `nil` for anything else.
    public init?(hexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 64, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        var bytes = [UInt8]()
        for position in stride(from: 0, to: 64, by: 2) {
            guard let byte = UInt8(String(decoding: digits[position..<position + 2], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        self.bytes = bytes
    }

    /// Wraps 32 bytes that were read back; `nil` for any other count.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// 64 hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text = [UInt8]()
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The first 12 digits, for people.
    public var short: String { String(description.prefix(12)) }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = Digest(hexadecimal: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not 64 hexadecimal digits")
        }
        self = digest
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
