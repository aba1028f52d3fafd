import Foundation

/// Bytes as letters that a page may hold anywhere.
enum Packed {
    static func dataAddress(png bytes: [UInt8]) -> String { "data:image/png;base64,\(base64(bytes))" }

    static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
