import DataFormats
import Foundation

/// The files beside a model that hold entries of its tensors.
///
/// A model names them by paths from its own folder. A path that leads out of it, by `..`, from the root or through a
/// link, is refused: a model must not make its reader open what it likes.
struct ExternalData {
    /// The model's folder; `nil` for a model that is only in memory.
    let folder: String?
    private var files = [String: [UInt8]]()
    /// Bytes that the files may have together.
    private var allowance = UnpackingLimit.ceiling

    init(folder: String?) { self.folder = folder }

    /// The entries of a tensor, `size` bytes.
    mutating func bytes(of wire: WireTensorProto, size: Int) throws(FormatFault) -> ArraySlice<UInt8> {
        let entries = Dictionary(wire.externalData.map { ($0.key, $0.value) }) { first, _ in first }
        func fault(_ kind: FormatFault.Kind, _ message: String) -> FormatFault {
            FormatFault(kind, format: "onnx", entry: wire.name, message)
        }
        guard let location = entries["location"], !location.isEmpty else {
            throw fault(.malformed, "its data are said to be in another file, which is not named")
        }
        func number(_ key: String, _ fallback: Int) throws(FormatFault) -> Int {
            guard let text = entries[key] else { return fallback }
            guard let value = Int(text), value >= 0 else { throw fault(.malformed, "\(key) is '\(text)'") }
            return value
        }
        let offset = try number("offset", 0)
        let length = try number("length", size)
        guard length == size else {
            throw fault(.malformed, "\(length) bytes of external data, called for are \(size)")
        }
        let content = try load(location, fault)
        guard offset <= content.count, size <= content.count - offset else {
            throw fault(
                .truncated, "'\(location)' has \(content.count) bytes; needed are \(size) from byte \(offset) on")
        }
        return content[offset..<offset + size]
    }

    private mutating func load(
        _ location: String, _ fault: (FormatFault.Kind, String) -> FormatFault
    ) throws(FormatFault) -> [UInt8] {
        if let known = files[location] { return known }
        guard let folder else {
            throw fault(
                .unsupported, "its data are in '\(location)', but the model is read from memory, without a folder")
        }
        guard let path = Self.path(location, in: folder) else {
            throw fault(.refused, "'\(location)' is not a file in the model's folder")
        }
        let content: [UInt8]
        do { content = try FileBytes.readRegular(path, limit: allowance) } catch {
            throw fault(.malformed, "external data: \(error)")
        }
        allowance -= content.count
        files[location] = content
        return content
    }

    /// Where `location` leads from `folder`; `nil` where that is outside.
    static func path(_ location: String, in folder: String) -> String? {
        let parts = location.split(separator: "/", omittingEmptySubsequences: false)
        guard !location.hasPrefix("/"), !parts.contains(".."), !location.utf8.contains(0) else { return nil }
        let place = folder.isEmpty ? "." : folder
        guard let root = realpath(place, nil) else { return nil }
        defer { free(root) }
        let path = place + "/" + location
        // What is not there is found missing when it is opened.
        guard let target = realpath(path, nil) else { return path }
        defer { free(target) }
        let base = String(cString: root)
        let end = String(cString: target)
        return end.hasPrefix(base == "/" ? base : base + "/") ? end : nil
    }
}
