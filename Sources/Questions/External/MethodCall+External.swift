extension MethodDescriptor {
    /// Programs of others, which a suite describes. Every catalog knows the name; no registry makes such a method, and none is
    /// listed among ours.
    public static let external = MethodDescriptor(
        name: "external", title: "External", summary: "A program of others, asked in files that it reads.",
        source: "its own description", claim: .exact, norms: [.infinity], costRank: 1000, isRigorous: false,
        provesRobust: false)

    /// Whether its claims are not ours: nothing follows from them for a method of the house.
    public var isExternal: Bool { name == Self.external.name }
}

extension MethodCall {
    private static let (toolOption, descriptionOption, versionOption) = ("tool", "description", "version")
    /// The version of a tool whose description asks for none.
    private static let noVersion = "none stated"

    /// What a run key knows of a tool: name, description and version, so that another version is another configuration. The
    /// version stays open until it was asked, and so does everything where there is no description at hand.
    public static func external(_ tool: ExternalTool?) -> MethodCall {
        var options = [String: OptionValue]()
        if let tool {
            options[toolOption] = .text(tool.name)
            options[descriptionOption] = .text(tool.digest.description)
            let version = tool.version ?? (tool.versionCommand == nil ? noVersion : nil)
            options[versionOption] = version.map(OptionValue.text)
        }
        return MethodCall(name: MethodDescriptor.external.name, options: options)
    }

    /// The call with what it leaves open as `recorded` says it.
    ///
    /// - Parameter onlyOpen: keep a version that the call names itself.
    func naming(toolOf recorded: MethodCall, onlyOpen: Bool) -> MethodCall {
        guard name == MethodDescriptor.external.name, recorded.name == name else { return self }
        var call = self
        for option in [Self.toolOption, Self.descriptionOption, Self.versionOption] {
            let isReplaced = call.options[option] == nil || option == Self.versionOption && !onlyOpen
            if isReplaced { call.options[option] = recorded.options[option] }
        }
        return call
    }
}
