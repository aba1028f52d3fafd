import Questions
import Yams

/// The limit of one method: the suite's budget, or what its entry says instead.
struct MethodLimit {
    /// Keys of every method.
    static let keys = [MethodCall.timeOption, MethodCall.memoryOption, MethodCall.cpuOption]

    /// The suite's.
    private let budget: Budget
    private let isRadius: Bool
    /// The method's.
    var own: Budget

    init(_ suite: MethodSurroundings) {
        budget = suite.budget
        isRadius = suite.goal.isRadius
        own = suite.budget
    }

    /// The call with the options that say the limit, where the method has them.
    func granted(to call: MethodCall, _ descriptor: MethodDescriptor) -> MethodCall {
        call.granting(own, describedBy: descriptor)
    }

    /// What the runner keeps the method to. Where an option of the method's keeps to less, that is enough.
    func budget(_ descriptor: MethodDescriptor) -> Budget {
        var result = own
        // Of a search over sizes options limit one size.
        guard !isRadius else { return result }
        let names = descriptor.options.map(\.name)
        if names.contains(MethodCall.timeOption) {
            result.perQuerySeconds = max(own.perQuerySeconds, budget.perQuerySeconds)
        }
        if names.contains(MethodCall.memoryOption) {
            result.memoryBytes = max(own.memoryBytes, budget.memoryBytes)
        }
        return result
    }
}

extension SuiteParser {
    /// Reads `time-limit`, `memory` and `cpu-limit`, which every method has; a bare number is MiB where the method counts in them.
    func limit(_ limit: inout MethodLimit, _ fields: Fields, _ descriptor: MethodDescriptor) {
        func option(_ name: String) -> OptionDescriptor? { descriptor.options.first { $0.name == name } }
        if let field = fields[MethodCall.timeOption] {
            if let option = option(MethodCall.timeOption) {
                if case .number(let seconds)? = value(field.value, of: option) { limit.own.perQuerySeconds = seconds }
            } else if let seconds = duration(field.value, MethodCall.timeOption) {
                limit.own.perQuerySeconds = seconds
            }
        }
        if let field = fields[MethodCall.cpuOption], let seconds = duration(field.value, MethodCall.cpuOption) {
            limit.own.cpuSeconds = seconds
        }
        if let field = fields[MethodCall.memoryOption] {
            if let option = option(MethodCall.memoryOption), scalar(field.value).flatMap({ Int($0) }) != nil {
                if case .integer(let amount)? = value(field.value, of: option) { limit.own.memoryBytes = amount << 20 }
            } else if let bytes = memory(field.value, MethodCall.memoryOption) {
                limit.own.memoryBytes = bytes
            }
        }
    }
}
