import Figures
import Questions

/// How methods are drawn: each in one colour, with one marker and one kind of dashes, in the figures of every report.
package enum MethodStyles {
    /// By the name of the method. Attacks are red, complete verifiers bars in dark colours.
    package static let fixed: [String: SeriesStyle] = [
        "pgd": SeriesStyle(.edge, color: .vermillion, marker: .triangleRight),
        "fab": SeriesStyle(.edge, color: .vermillion, dashes: [2, 1], marker: .cross),
        "deepfool": SeriesStyle(.edge, color: .vermillion, dashes: [0.8, 0.8], marker: .plus),
        "i-fgsm": SeriesStyle(.edge, color: .vermillion, dashes: [3, 1, 0.8, 1], marker: .triangleDown),
        "bab": SeriesStyle(.bar, color: .blue, marker: .triangleDown),
        "milp": SeriesStyle(.bar, color: .ink, dashes: [4, 1, 1, 1], marker: .diamond),
        "lp-all": SeriesStyle(.line, color: .orange, marker: .circle),
        "lp-last": SeriesStyle(.line, color: .green, dashes: [4, 1.5], marker: .diamond),
        "lp-greedy": SeriesStyle(.line, color: .purple, dashes: [1.5, 1.5], marker: .square),
        "alpha-crown": SeriesStyle(.line, color: .ink, dashes: [2.5, 2.5], marker: .triangleRight),
        "crown": SeriesStyle(.line, color: .sky, dashes: [5, 1.5, 1.5, 1.5], marker: .triangleUp),
        "interval": SeriesStyle(.line, color: .brown, dashes: [1, 2], marker: .plus),
        "fast-lip": SeriesStyle(.line, color: .vermillion, dashes: [5, 2], marker: .cross),
        "simplex": SeriesStyle(.line, color: .ink, marker: .circle),
        "decision-boundary": SeriesStyle(.line, color: .sky, marker: .diamond),
        "mmr": SeriesStyle(.line, color: .green, dashes: [1.5, 1.5], marker: .triangleUp),
    ]

    /// Styles by the ids of `methods`. The column that is called like its method has that method's; further ones, and programs
    /// of others, have what no method is known by and nobody has yet, in the order of their ids.
    static func styles(of methods: [MethodColumn]) -> [String: SeriesStyle] {
        var styles = [String: SeriesStyle]()
        for method in methods where method.id == method.descriptor.name { styles[method.id] = fixed[method.id] }
        for method in methods.sorted(by: { $0.id < $1.id }) where styles[method.id] == nil {
            let own = fixed[method.descriptor.name]
            let isTaken = own.map { style in styles.values.contains(style) } ?? true
            styles[method.id] = isTaken ? spare(method.claim, besides: Set(styles.values).union(fixed.values)) : own
        }
        return styles
    }

    /// The first style of a kind of method that is not `taken`, nor its colour if possible; the last where all are.
    private static func spare(_ claim: Claim, besides taken: Set<SeriesStyle>) -> SeriesStyle {
        let spares = (0..<35).map { number -> SeriesStyle in
            switch claim {
            case .attack, .classification: .edge(number)
            case .exact: .bar(number)
            case .lowerBound, .distance: .line(number)
            }
        }
        func isFree(_ spare: SeriesStyle, _ isAlike: (SeriesStyle, SeriesStyle) -> Bool) -> Bool {
            !taken.contains { $0.form == spare.form && isAlike($0, spare) }
        }
        // Another colour where there is one, else other dashes.
        return spares.first { isFree($0) { $0.color == $1.color } }
            ?? spares.first { isFree($0) { $0.color == $1.color && $0.dashes == $1.dashes } }
            ?? spares[spares.count - 1]
    }

    /// How programs are drawn where instances are compared, by the letters of their names in the competition of 2022; this one
    /// first.
    private static let tools = [
        "verigap", "abcrown", "mnbab", "nnenum", "verinet", "marabou", "cgdtest", "debona", "peregrinn", "averinn",
        "fastbatllnn", "verapak",
    ]

    /// By the names of `tools`, in their order. What is not known has what is left.
    package static func styles(ofTools tools: [String]) -> [String: SeriesStyle] {
        func known(_ tool: String) -> Int? {
            let plain = tool.replacing("α", with: "a").replacing("β", with: "b").lowercased()
                .filter { $0.isLetter || $0.isNumber }
            return Self.tools.firstIndex { $0 == plain || $0 == "abcrown" && plain == "alphabetacrown" }
        }
        var numbers = Set(tools.compactMap(known))
        return tools.reduce(into: [:]) { styles, tool in
            let number = known(tool) ?? (Self.tools.count...).first { !numbers.contains($0) } ?? 0
            numbers.insert(number)
            styles[tool] = .line(number)
        }
    }
}
