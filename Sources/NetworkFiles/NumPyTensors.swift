import DataFormats
import Foundation

/// Tensors in NumPy files: an archive, or a folder with one array per file.
enum NumPyTensors {
    static func readArchive(_ bytes: [UInt8]) throws(FormatFault) -> [NamedTensor] {
        var tensors = [NamedTensor]()
        // Entries of one byte become floats of four.
        var allowance = UnpackingLimit.bytes(packed: bytes.count)
        var excess: String?
        try NumPyArchive.forEach(bytes) { member in
            allowance -= 4 * member.array.count
            if allowance < 0 {
                excess = excess ?? member.name
            } else {
                tensors.append(tensor(member.name, member.array))
            }
        }
        if let excess {
            throw FormatFault(
                .unsupported, format: "npz", entry: excess,
                "with this array the weights take more than "
                    + UnpackingLimit.amount(UnpackingLimit.bytes(packed: bytes.count)))
        }
        return tensors
    }

    /// All `.npy` files of a folder, named by their file names without the ending, in natural order.
    static func readFolder(_ path: String) throws(NetworkFileFault) -> [NamedTensor] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw .unreadable(FileFault(operation: "read", path: path, reason: error.localizedDescription))
        }
        let arrays = names.filter { $0.hasSuffix(".npy") }.sorted(by: NaturalOrder.precedes)
        guard !arrays.isEmpty else {
            throw .architecture(path: path, message: "the folder holds no .npy file", hint: nil)
        }
        var tensors = [NamedTensor]()
        for name in arrays {
            let file = path + "/" + name
            let bytes: [UInt8]
            do { bytes = try FileBytes.read(file) } catch { throw .unreadable(error) }
            do {
                let array = try NumPyArray(parsing: bytes)
                tensors.append(tensor(String(name.dropLast(4)), array))
            } catch {
                throw .malformed(path: file, fault: error)
            }
        }
        return tensors
    }

    private static func tensor(_ name: String, _ array: NumPyArray) -> NamedTensor {
        NamedTensor(
            name: name, shape: array.shape, values: array.floats, isInteger: !array.elementType.isFloatingPoint)
    }
}

/// The order in which people count: `fc2` before `fc10`.
enum NaturalOrder {
    static func precedes(_ a: String, _ b: String) -> Bool {
        let first = pieces(a)
        let second = pieces(b)
        for (x, y) in zip(first, second) where x != y {
            if let m = Int(x), let n = Int(y), m != n { return m < n }
            return x < y
        }
        return first.count != second.count ? first.count < second.count : a < b
    }

    /// Runs of digits and runs of anything else.
    private static func pieces(_ text: String) -> [String] {
        var pieces = [String]()
        var inDigits: Bool?
        for character in text {
            let isDigit = character.isASCII && character.isNumber
            if isDigit == inDigits { pieces[pieces.count - 1].append(character) } else { pieces.append("\(character)") }
            inDigits = isDigit
        }
        return pieces
    }
}
