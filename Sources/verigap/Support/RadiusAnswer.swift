import Networks
import Questions
import Tables
import Verifiers

/// What `verigap verify --question minimum-distortion` prints.
struct RadiusAnswer: Encodable {
    /// How the search ended.
    enum Ending: String, Encodable {
        /// As close as the tolerance asks, or as the method can tell.
        case finished
        /// The time limit came first; the radius is what was known by then.
        case timeout
    }

    struct Radius: Encodable {
        var lower: Double
        var upper: Double?
        var uncertified: Double?
    }

    var question = VerifyKind.minimumDistortion
    var network: String
    var networkDigest: String
    var sample: String
    /// The true label.
    var label: Int
    var predicted: Int
    var reference: ReferenceLabel
    var norm: Norm
    var domain: InputDomain?
    var method: MethodCall
    var tolerance: Double
    var largest: Double
    var ending: Ending
    var radius: Radius
    /// Sizes that were asked.
    var questions: Int
    var adversarialClass: Int?
    /// The witness at distance `radius.upper`.
    var pixels: [Float]?
    /// Files of proofs, of the lower and of the upper end, or why there is none; absent where none was asked for.
    var proofs: [String]?
    var wallSeconds: Double
    var cpuSeconds: Double
    /// Whether `radius.lower` rests on rigorous arithmetic; if not, on a solver's tolerances.
    var isRigorous: Bool
    private let certifies: Bool
    /// The sets and the property.
    private let form: QuestionForm

    private enum CodingKeys: CodingKey {
        case question, form, network, networkDigest, sample, label, predicted, reference, norm, domain, method,
            tolerance,
            largest
        case ending, radius, isRigorous, questions, adversarialClass, pixels, proofs, wallSeconds, cpuSeconds
    }

    init(
        _ question: VerifyQuestion, _ reference: ReferenceLabel, _ search: RadiusSearch, _ bracket: RadiusBracket,
        questions: Int, ending: Ending,
        wallSeconds: Double, cpuSeconds: Double
    ) {
        network = question.path
        networkDigest = question.network.digest.description
        sample = question.query.sample.id.description
        label = question.query.sample.label
        predicted = question.predicted
        self.reference = reference
        norm = question.query.perturbation.norm
        domain = question.query.perturbation.domain
        method = question.call
        var form = question.form
        form.goal = .minimumDistortion(tolerance: search.tolerance)
        self.form = form
        tolerance = search.tolerance
        largest = search.largest
        certifies = search.certifies
        isRigorous = MethodRegistry.catalog[question.call.name]?.resolved(for: question.call).isRigorous ?? false
        radius = Radius(lower: bracket.lower, upper: bracket.upper, uncertified: bracket.uncertified)
        adversarialClass = bracket.witness?.adversarialClass
        pixels = bracket.witness?.pixels
        self.questions = questions
        self.ending = ending
        self.wallSeconds = wallSeconds
        self.cpuSeconds = cpuSeconds
    }

    /// For people: the question, the bracket, what it cost.
    var text: String {
        let seconds = NumberFormat.significant(3)
        let domain = domain.map { "[\(TextFormat.number($0.lower)), \(TextFormat.number($0.upper))]" } ?? "unbounded"
        var rows = [
            ["network", "\(network) (\(networkDigest.prefix(12)))"],
            ["sample", "\(sample), label \(label), predicted \(predicted)"],
            [
                "question",
                form.family.isBall
                    ? "minimum distortion in \(norm.title), domain \(domain)"
                    : "smallest size of \(form.family.words)",
            ],
            ["property", form.property.words], ["method", method.words], [],
            ["radius", bracketText],
        ]
        if let adversarialClass {
            rows.append(["witness", "class \(adversarialClass) at \(number(radius.upper ?? 0))"])
        }
        if certifies, !isRigorous { rows.append(["note", "the lower end rests on a solver's tolerances"]) }
        if let words = openText { rows.append(["note", words]) }
        for proof in proofs ?? [] { rows.append(["proof", proof]) }
        rows.append([
            "time",
            "\(seconds.text(wallSeconds)) s wall, \(seconds.text(cpuSeconds)) s CPU, "
                + Wording.counted(questions, "size") + " asked",
        ])
        return TextFormat.columns(rows)
    }

    private var bracketText: String {
        guard let upper = radius.upper else {
            if radius.lower >= largest { return "> \(number(radius.lower)): nothing within the largest size asked" }
            if !certifies { return "no witness found" }
            return radius.lower > 0 ? "> \(number(radius.lower))" : "≥ 0: nothing is certified"
        }
        return certifies && radius.lower > 0 ? "> \(number(radius.lower)), ≤ \(number(upper))" : "≤ \(number(upper))"
    }

    private var openText: String? {
        if radius.upper == 0 { return "the sample itself is misclassified" }
        let late = ending == .timeout ? "the time limit came first" : nil
        guard certifies, let uncertified = radius.uncertified, uncertified < radius.upper ?? .infinity else {
            return late
        }
        return (late.map { $0 + "; " } ?? "") + "not certified at \(number(uncertified))"
    }

    private func number(_ value: Double) -> String { NumberFormat.significant(7).text(value) }
}
