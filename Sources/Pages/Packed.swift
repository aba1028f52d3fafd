import DataFormats
import Foundation

/// Bytes as letters that a page may hold anywhere.
enum Packed {
    /// gzip, then base64: what the page's script unpacks with the browser's `DecompressionStream`.
    static func gzip(_ text: String) -> String { base64(Gzip.compress(Array(text.utf8), level: 9)) }

    static func dataAddress(png bytes: [UInt8]) -> String { "data:image/png;base64,\(base64(bytes))" }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
