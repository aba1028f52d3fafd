import CCairo

/// The fonts of this machine. Cairo draws in another where one is missing, without a word.
public enum InstalledFonts {
    /// Whether fontconfig knows a family of that name, whatever its capitals.
    public static func has(_ family: String) -> Bool {
        guard let pattern = FcPatternCreate() else { return false }
        defer { FcPatternDestroy(pattern) }
        guard let objects = FcObjectSetCreate() else { return false }
        defer { FcObjectSetDestroy(objects) }
        FcObjectSetAdd(objects, FC_FAMILY)
        let bytes = Array(family.utf8) + [0]
        guard FcPatternAddString(pattern, FC_FAMILY, bytes) != 0, let found = FcFontList(nil, pattern, objects) else {
            return false
        }
        defer { FcFontSetDestroy(found) }
        return found.pointee.nfont > 0
    }
}
