/// Which verigap this is, and which libraries it draws on.
enum Version {
    static let text = "0.1.0"

    /// Versions of verigap and of the libraries that its numbers depend on, by name, as far as the system tells.
    static func all() -> [String: String] {
        var versions = ["verigap": text]
        let packages = SystemPackage.versions()
        for (name, package) in [
            ("GLPK", "libglpk-dev"), ("OpenBLAS", "libopenblas-dev"), ("Cairo", "libcairo2-dev"),
            ("SQLite", "libsqlite3-dev"),
        ] {
            versions[name] = packages[package]
        }
        return versions
    }
}
