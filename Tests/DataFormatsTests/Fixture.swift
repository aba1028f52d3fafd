import Foundation

/// Bytes for tests.
enum Fixture {
    /// The bytes that hexadecimal digits spell.
    static func hexadecimal(_ digits: String) -> [UInt8] {
        let digits = Array(digits.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16) ?? 0
        }
    }

    /// A `.npy` file as NumPy writes it: the header is padded with spaces to a multiple of 64.
    static func npy(version: UInt8 = 1, _ description: String, _ content: String) -> [UInt8] {
        let prefix = version == 1 ? 10 : 12
        let padding = (64 - (prefix + description.utf8.count + 1) % 64) % 64
        let length = description.utf8.count + padding + 1
        var file: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
        if version > 1 { file += [0, 0] }
        file += Array(description.utf8) + [UInt8](repeating: 0x20, count: padding) + [0x0A]
        return file + hexadecimal(content)
    }

    static func base64(_ text: String) -> [UInt8] { Array(Data(base64Encoded: text) ?? Data()) }

    /// Calls `body` with copies of `bytes` in which a few bytes are changed, repeatably.
    static func damage(_ bytes: [UInt8], rounds: Int, _ body: ([UInt8]) -> Void) {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        for _ in 0..<rounds {
            var copy = bytes
            for _ in 0...next(4) {
                let place = next(copy.count)
                copy[place] = next(3) == 0 ? [0, 0xFF, 0x80][next(3)] : copy[place] ^ UInt8(1 << next(8))
            }
            body(copy)
        }
    }
}
