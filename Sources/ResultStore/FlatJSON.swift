import Foundation

/// JSON of the two flat shapes that an attempt holds, read and written without the general coder: a report reads
/// hundreds of thousands of them.
enum FlatJSON {
    static func text(_ counts: [Int]) -> String? {
        counts.isEmpty ? nil : "[\(counts.map(String.init).joined(separator: ","))]"
    }

    static func text(_ seconds: [String: Double]) throws -> String? {
        guard !seconds.isEmpty else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard seconds.keys.allSatisfy(isPlain), seconds.values.allSatisfy(\.isFinite) else {
            return String(decoding: try encoder.encode(seconds), as: UTF8.self)
        }
        return "{\(seconds.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))}"
    }

    static func counts(_ text: String) throws -> [Int] {
        guard text.utf8.first == UInt8(ascii: "["), text.utf8.last == UInt8(ascii: "]") else {
            throw StoreFault.corrupt("unstable ReLUs \(text)")
        }
        return try text.dropFirst().dropLast().split(separator: ",").map { part in
            guard let count = Int(part) else { throw StoreFault.corrupt("unstable ReLUs \(text)") }
            return count
        }
    }

    static func seconds(_ text: String) throws -> [String: Double] {
        guard text.utf8.first == UInt8(ascii: "{"), text.utf8.last == UInt8(ascii: "}") else {
            throw StoreFault.corrupt("phases \(text)")
        }
        var result = [String: Double]()
        for part in text.dropFirst().dropLast().split(separator: ",") {
            let pair = part.split(separator: ":")
            let name = pair.first?.dropFirst().dropLast() ?? ""
            guard pair.count == 2, isPlain(name), let value = Double(pair[1]) else {
                return try JSONDecoder().decode([String: Double].self, from: Data(text.utf8))
            }
            result[String(name)] = value
        }
        return result
    }

    private static func isPlain(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 32 && $0 < 127 && !"\"\\,:".utf8.contains($0) }
    }
}
