/// How a network or a method is called in print, in place of its id: in tables, figures and sentences of reports. Run keys,
/// commands and CSV files know the id alone.
public struct PrintedName: Sendable, Hashable {
    /// Everywhere but in LaTeX; `nil` for what reports call it by themselves.
    public var plain: String?
    /// In LaTeX, as written; `nil` for the plain name with its special characters escaped.
    public var tex: String?

    public init(plain: String? = nil, tex: String? = nil) {
        self.plain = plain
        self.tex = tex
    }
}
