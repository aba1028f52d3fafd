extension MethodCall {
    /// Options that name a library without a version, which happens where the library is not at hand: name and choice.
    public func openLibraries(_ descriptor: MethodDescriptor) -> [(option: String, choice: String)] {
        descriptor.options.compactMap { option in
            guard let choice = textIfPresent(option.name), option.libraries.contains(choice) else { return nil }
            return (option.name, choice)
        }
    }

    /// The call with versions of libraries and external tools as `recorded` names them, wherever both choose the same library.
    ///
    /// - Parameter onlyOpen: keep versions that the call names itself.
    public func naming(
        librariesOf recorded: MethodCall, _ descriptor: MethodDescriptor, onlyOpen: Bool = false
    ) -> MethodCall {
        var call = naming(toolOf: recorded, onlyOpen: onlyOpen)
        for option in descriptor.options {
            guard let own = textIfPresent(option.name), let known = recorded.textIfPresent(option.name),
                option.libraries.contains(option.choice(in: own).name), !onlyOpen || option.libraries.contains(own),
                option.choice(in: known).name == option.choice(in: own).name
            else { continue }
            call.options[option.name] = .text(known)
        }
        return call
    }
}
