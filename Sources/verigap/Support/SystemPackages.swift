import Foundation

/// The system packages that verigap is built with and draws with.
struct SystemPackage: Sendable, Hashable {
    var name: String
    var purpose: String
    /// What `pkg-config` calls it, for systems without dpkg; `nil` if it has no such file.
    var pkgConfig: String?

    static let all = [
        SystemPackage(name: "libglpk-dev", purpose: "linear programs", pkgConfig: nil),
        SystemPackage(name: "libopenblas-dev", purpose: "matrix products", pkgConfig: "openblas"),
        SystemPackage(name: "libcairo2-dev", purpose: "figures", pkgConfig: "cairo"),
        SystemPackage(name: "fonts-dejavu-core", purpose: "text in figures", pkgConfig: nil),
        SystemPackage(name: "libsqlite3-dev", purpose: "result store", pkgConfig: "sqlite3"),
        SystemPackage(name: "zlib1g-dev", purpose: "compressed files", pkgConfig: "zlib"),
        SystemPackage(name: "libmatio-dev", purpose: "MATLAB files", pkgConfig: "matio"),
        SystemPackage(name: "libssl-dev", purpose: "content hashes", pkgConfig: "libcrypto"),
    ]

    /// The version of every package that is installed, by name.
    static func versions() -> [String: String] {
        let format = "${Package} ${db:Status-Status} ${Version}\n"
        if let text = Subprogram.output(["dpkg-query", "-W", "-f", format] + all.map(\.name)) {
            return parse(dpkg: text)
        }
        var versions = [String: String]()
        for package in all {
            guard let name = package.pkgConfig, let text = Subprogram.output(["pkg-config", "--modversion", name])
            else {
                continue
            }
            versions[package.name] = text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return versions
    }

    /// Lines of name, status and version; only what is installed counts.
    static func parse(dpkg text: String) -> [String: String] {
        var versions = [String: String]()
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if words.count == 3, words[1] == "installed" { versions[words[0]] = words[2] }
        }
        return versions
    }
}
