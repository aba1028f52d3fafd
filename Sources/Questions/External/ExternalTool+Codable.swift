/// As it travels to workers.
extension ExternalTool: Codable {
    private enum CodingKeys: String, CodingKey {
        case name = "name"
        case command = "command"
        case place = "place"
        case format = "format"
        case words = "words"
        case marker = "marker"
        case counterexamplePlace = "counterexamplePlace"
        case counterexampleFormat = "counterexampleFormat"
        case exitCodes = "exitCodes"
        case environment = "environment"
        case isParallel = "isParallel"
        case versionCommand = "versionCommand"
        case folder = "folder"
        case version = "version"
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(name, forKey: .name)
        try object.encode(command, forKey: .command)
        try object.encode(result.place, forKey: .place)
        try object.encode(result.format, forKey: .format)
        try object.encode(result.words, forKey: .words)
        try object.encodeIfPresent(result.marker, forKey: .marker)
        try object.encodeIfPresent(counterexample?.place, forKey: .counterexamplePlace)
        try object.encodeIfPresent(counterexample?.format, forKey: .counterexampleFormat)
        try object.encode(exitCodes, forKey: .exitCodes)
        try object.encode(environment, forKey: .environment)
        try object.encode(isParallel, forKey: .isParallel)
        try object.encodeIfPresent(versionCommand, forKey: .versionCommand)
        try object.encode(folder, forKey: .folder)
        try object.encodeIfPresent(version, forKey: .version)
    }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        let format = try object.decodeIfPresent(
            ToolCounterexampleForm.Format.self, forKey: .counterexampleFormat)
        let place = try object.decodeIfPresent(String.self, forKey: .counterexamplePlace)
        self.init(
            name: try object.decode(String.self, forKey: .name),
            command: try object.decode([String].self, forKey: .command),
            result: ToolResultForm(
                place: try object.decode(ToolResultForm.Place.self, forKey: .place),
                format: try object.decode(ToolResultForm.Format.self, forKey: .format),
                words: try object.decode([String: ToolAnswer].self, forKey: .words),
                marker: try object.decodeIfPresent(String.self, forKey: .marker)),
            counterexample: place.map { ToolCounterexampleForm(place: $0, format: format ?? .standard) },
            exitCodes: try object.decode([Int].self, forKey: .exitCodes),
            environment: try object.decode([String: String].self, forKey: .environment),
            isParallel: try object.decode(Bool.self, forKey: .isParallel),
            versionCommand: try object.decodeIfPresent([String].self, forKey: .versionCommand),
            folder: try object.decode(String.self, forKey: .folder),
            version: try object.decodeIfPresent(String.self, forKey: .version))
    }
}
