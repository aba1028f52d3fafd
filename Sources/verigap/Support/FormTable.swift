import Questions
import Verifiers

/// What questions are made of besides methods: families of sets, properties, goals, engines.
package enum FormTable {
    /// One paragraph per kind.
    package static var text: String {
        var lines = ["Questions (question: …)"]
        lines += TextFormat.columns(goals.map { ["  \($0.0)", $0.1] }).split(separator: "\n").map(String.init)
        lines += ["", "Families of sets (perturbation: { family: … }; verify --family)"]
        for family in FamilyRegistry.standard.descriptors {
            lines.append("  \(family.name)  \(family.summary)")
            for option in family.options {
                lines.append("      \(option.name): \(option.defaultValue)  \(option.help)")
            }
            if family.needsData { lines.append("      file: a .npy array with a number per pixel") }
        }
        lines += ["", "Properties (targets: [3, 5] below question; verify --targets)"]
        lines += PropertyRegistry.standard.descriptors.map { "  \($0.name)  \($0.summary)" }
        return lines.joined(separator: "\n")
    }

    /// The same as tables.
    package static var markdown: String {
        var lines = ["| question | asks |", "| --- | --- |"]
        lines += goals.map { "| `\($0.0)` | \($0.1) |" }
        lines += ["", "| family of sets | set | size | options |", "| --- | --- | --- | --- |"]
        lines += FamilyRegistry.standard.descriptors.map { family in
            let options =
                family.options.map { "`\($0.name): \($0.defaultValue)`" } + (family.needsData ? ["`file`"] : [])
            return "| `\(family.name)` | \(family.summary) | \(family.sizeTitle) | \(options.joined(separator: ", ")) |"
        }
        lines += ["", "| property | holds where |", "| --- | --- |"]
        lines += PropertyRegistry.standard.descriptors.map { "| `\($0.name)` | \($0.summary) |" }
        return lines.joined(separator: "\n")
    }

    private static let goals = [
        (Goal.robustness.name, "Does the property hold on the whole set of every size listed?"),
        (
            "minimum-distortion",
            "How far can the set grow? A bracket, to within `tolerance` (\(Goal.defaultTolerance)); no sizes are listed."
        ),
    ]
}
