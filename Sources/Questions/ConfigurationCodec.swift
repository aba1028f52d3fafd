import Foundation

/// Why a text is no configuration.
public enum ConfigurationFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Written by a later version of verigap.
    case newerVersion(Int)
    /// A key is absent, unknown, or holds what it may not.
    case malformed(key: String)
    case notJSON

    public var description: String {
        switch self {
        case .newerVersion(let version):
            "a configuration of version \(version): a later version of verigap wrote it, this one reads up to "
                + "\(ConfigurationCodec.newestVersion)"
        case .malformed(let key): "a configuration whose '\(key)' is absent or none"
        case .notJSON: "a configuration that is not JSON"
        }
    }
}

/// Configurations as texts. The hash of that text is half of every run key, so a text that was ever written is written
/// the same for ever: a version is frozen, and what it cannot say becomes a new one.
///
/// | version | says |
/// | --- | --- |
/// | 1 | is the sample robust on a ball; has no key `version` |
/// | 2 | the same with `form`: family of sets, property, goal |
/// | 3 | either with a limit of processor time |
///
/// A configuration is written in the oldest version that can say it.
public enum ConfigurationCodec {
    /// The newest version that is read.
    public static let newestVersion = 3

    /// Keys ascending, no white space.
    public static func text(_ configuration: Configuration) -> String { json(configuration).description }

    /// - Throws: where the text is of a newer version, or not what `text` writes.
    public static func configuration(_ text: String) throws(ConfigurationFault) -> Configuration {
        guard let json = try? JSONDecoder().decode(CanonicalJSON.self, from: Data(text.utf8)) else { throw .notJSON }
        return try configuration(json)
    }

    static func json(_ configuration: Configuration) -> CanonicalJSON {
        if configuration.budget.cpuSeconds != nil { return ConfigurationV3.json(configuration) }
        return configuration.form.isPlain ? ConfigurationV1.json(configuration) : ConfigurationV2.json(configuration)
    }

    static func configuration(_ json: CanonicalJSON) throws(ConfigurationFault) -> Configuration {
        let reader = try ConfigurationReader(json, "configuration")
        switch try reader.integerIfPresent("version") {
        case nil: return try ConfigurationV1.configuration(reader)
        case 2: return try ConfigurationV2.configuration(reader)
        case 3: return try ConfigurationV3.configuration(reader)
        case let version?: throw .newerVersion(version)
        }
    }
}

extension Configuration: Codable {
    /// Reads the object that `encode` writes, in any version.
    public init(from decoder: any Decoder) throws {
        self = try ConfigurationCodec.configuration(try CanonicalJSON(from: decoder))
    }

    /// Writes the object whose canonical text `ConfigurationCodec` hashes.
    public func encode(to encoder: any Encoder) throws { try ConfigurationCodec.json(self).encode(to: encoder) }
}
