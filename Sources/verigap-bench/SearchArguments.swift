import Questions
import Verifiers

/// What `verigap-bench search` was asked: `method=bab network=FILE epsilon=0.1 images=1,2,5-9`, and any option of the
/// method as `name=value`.
struct SearchArguments {
    var questions: [SearchQuestion] = []
    let method: MethodDescriptor
    var options: [String: OptionValue] = [:]

    /// `nil` with a message on standard output where an argument makes no sense.
    init?(_ arguments: some Sequence<String>) {
        var values = [String: String]()
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                Self.complain("\(argument) is not of the form name=value")
                return nil
            }
            values[parts[0]] = parts[1]
        }
        guard let method = MethodRegistry.catalog[values.removeValue(forKey: "method") ?? "bab"] else {
            Self.complain("there is no such method")
            return nil
        }
        self.method = method
        guard let network = values.removeValue(forKey: "network"),
            let epsilon = values.removeValue(forKey: "epsilon").flatMap(Double.init),
            let images = values.removeValue(forKey: "images").flatMap(Self.indices)
        else {
            Self.complain("network=FILE, epsilon=NUMBER and images=1,2,5-9 are needed")
            return nil
        }
        questions = images.map { SearchQuestion(network: network, epsilon: epsilon, image: $0) }
        for (name, text) in values {
            guard let option = method.options.first(where: { $0.name == name }), let value = Self.value(text, option)
            else {
                Self.complain("\(method.name) takes no \(name)=\(text)")
                return nil
            }
            options[name] = value
        }
        let call = MethodCall(method, options: options)
        guard MethodRegistry.make(call) != nil else {
            Self.complain("\(call.words) needs what is not here; see verigap doctor")
            return nil
        }
    }

    private static func complain(_ message: String) { print("verigap-bench: \(message)") }

    private static func indices(_ text: String) -> [Int]? {
        var indices = [Int]()
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { return nil }
            indices += Array(first...last)
        }
        return indices
    }

    private static func value(_ text: String, _ option: OptionDescriptor) -> OptionValue? {
        let value: OptionValue? =
            switch option.kind {
            case .integer: Int(text).map(OptionValue.integer)
            case .number, .duration: Double(text).map(OptionValue.number)
            case .boolean: Bool(text).map(OptionValue.boolean)
            case .choice: .text(text)
            }
        return value.flatMap { option.fault(in: $0) == nil ? $0 : nil }
    }
}
