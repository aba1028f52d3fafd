import Questions

/// How far the steps of an attack can lead.
package enum AttackReach {
    /// Radii that an attack which takes steps from the sample cannot reach the rim of, in words; `nil` if there are none or
    /// it also starts elsewhere. Such an attack searches a smaller set than the question is about.
    package static func warning(of call: MethodCall, epsilons: [Double]) -> String? {
        guard case .integer(let steps)? = call.options["steps"], let size = call.numberIfPresent("step-size"),
            !startsAtRandom(call)
        else { return nil }
        if let share = call.numberIfPresent("step-share"), share > 0 {
            guard Double(steps) * share * (1 + 1e-9) < 1 else { return nil }
            return "\(call.name) cannot reach the rim of any set: \(steps) step\(steps == 1 ? "" : "s") of "
                + "\(OptionValue.number(share)) ε lead no further than \(OptionValue.number(Double(steps) * share)) ε from the "
                + "sample; take more or longer steps, or start: uniform"
        }
        let reach = Double(steps) * size
        // Steps are written in decimals: 10 steps of 0.01 reach 0.1.
        let missed = epsilons.filter { $0 > reach * (1 + 1e-9) }
        guard !missed.isEmpty else { return nil }
        let radii = missed.map { "\(OptionValue.number($0))" }.joined(separator: ", ")
        return "\(call.name) cannot reach ε = \(radii): \(steps) step\(steps == 1 ? "" : "s") of "
            + "\(OptionValue.number(size)) lead no further than \(OptionValue.number(reach)) from the sample; take more or "
            + "longer steps, or start: uniform"
    }

    private static func startsAtRandom(_ call: MethodCall) -> Bool {
        if case .integer(let restarts)? = call.options["restarts"], restarts > 1 { return true }
        return call.options["start"] == .text("uniform")
    }
}
