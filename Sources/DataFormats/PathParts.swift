/// The parts of paths as text. Foundation's own trap on a bare name of one letter.
extension String {
    /// The path without its last part: empty for a bare name, `/` for what lies at the root and for the root itself.
    public var pathFolder: String {
        let path = withoutEndingSlashes
        guard let slash = path.lastIndex(of: "/") else { return "" }
        let folder = String(path[..<slash]).withoutEndingSlashes
        return folder.isEmpty ? "/" : String(folder)
    }

    /// The last part of the path: `/` for the root, empty for nothing.
    public var pathName: String {
        let path = withoutEndingSlashes
        guard path != "/", let slash = path.lastIndex(of: "/") else { return String(path) }
        return String(path[path.index(after: slash)...])
    }

    private var withoutEndingSlashes: Substring {
        var path = self[...]
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
