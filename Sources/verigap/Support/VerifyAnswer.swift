import LinearAlgebra
import Networks
import Questions
import Tables
import VNNLIB
import Verifiers
import WitnessCheck

/// One query, ready to be asked.
struct VerifyQuestion {
    var path: String
    var network: Network
    var query: Query
    /// Class that the network predicts for the sample itself.
    var predicted: Int
    var call: MethodCall
    /// ε as typed.
    var epsilonText: String
    /// Whether the method classifies plainly, and says nothing of a perturbation.
    var isClassification: Bool
    /// Which sets, and which property.
    var form = QuestionForm.plain
    /// Extents of the image.
    var shape: [Int]
    /// Wall-clock seconds that the method has, reading the files included.
    var limitSeconds: Double
    /// The file that states the question, where one does.
    var property: String?

    /// The question as the independent checks read it.
    var asked: AskedQuestion { AskedQuestion(query, form, shape: shape) }

    /// The question as methods are asked it.
    func posed() throws -> PosedQuestion {
        let posed: PosedQuestion?
        do throws(FamilyFault) { posed = try PosedQuestion(query, form, on: network, shape: shape) } catch {
            throw CommandFault(form.family.isBall ? "\(error)" : "\(form.family.name): \(error)")
        }
        guard let posed else {
            throw CommandFault("--targets: the sample is of that class; the question asks for nothing")
        }
        guard
            property != nil || posed.query.perturbation.reach == nil
                || MethodRegistry.catalog[call.name]?.claim != .distance
        else {
            throw CommandFault("\(call.name) cannot handle \(form.family.name): it measures distances in a norm")
        }
        return posed
    }
}

/// What `verigap verify` prints.
struct VerifyAnswer {
    var network: String
    var networkDigest: String
    var sample: String
    var label: Int
    var predicted: Int
    /// Class that the network predicts for the sample in single precision.
    var predictedInSinglePrecision: Int
    var perturbation: PerturbationSet
    var method: MethodCall
    var outcome: Outcome
    /// Distance of the witness from the sample in the query's norm.
    var witnessDistance: Double?
    /// The file of the proof, or why there is none; absent where none was asked for.
    var proof: String?
    /// How far a point that was found and does not count is from counting; absent where there is none.
    var competition: CounterexampleMiss?
    private let epsilonText: String
    private let isClassification: Bool
    private let form: QuestionForm
    private let property: String?
    private let given: GivenProperty?
    /// The sample itself breaks the property.
    private let isMisclassified: Bool

    init(_ question: VerifyQuestion, _ outcome: Outcome, proof: String? = nil) {
        self.outcome = outcome
        self.proof = proof
        epsilonText = question.epsilonText
        isClassification = question.isClassification
        form = question.form
        property = question.property
        given = question.query.sample.given
        network = question.path
        networkDigest = question.network.digest.description
        sample = question.query.sample.id.description
        label = question.query.sample.label
        isMisclassified = question.query.label != question.predicted && question.form.property == .allClasses
        predicted = question.predicted
        let pixels = question.query.sample.pixels
        predictedInSinglePrecision =
            question.network.evaluator.predictions(Matrix(rows: 1, columns: pixels.count, elements: pixels))[0]
        perturbation = question.query.perturbation
        method = question.call
        witnessDistance = outcome.witness.map { witness in
            question.form.family.isBall
                ? question.query.perturbation.norm(zip(witness.pixels, pixels).map { Double($0) - Double($1) })
                : WitnessCheck.distance(of: witness, for: question.asked)
        }
    }

    /// Whose arithmetic the verdict speaks of.
    private var arithmetic: String {
        let covers = method.textIfPresent(MethodDescriptor.arithmeticOption) != nil
        let base = covers ? "real numbers, and single precision in any order" : "real numbers"
        guard predictedInSinglePrecision != predicted else { return base }
        return base + "; in single precision the sample itself is class \(predictedInSinglePrecision)"
    }

    /// For people: the question, the verdict, what it rests on, what it cost.
    var text: String {
        var rows = [["network", "\(network) (\(networkDigest.prefix(12)))"]]
        if let property, let given {
            rows += [["property", "\(property): \(Self.words(given))"]]
        } else {
            rows += [
                ["sample", "\(sample), label \(label), predicted \(predicted)"], ["arithmetic", arithmetic],
                ["set", setText],
            ]
        }
        if form.property != .allClasses, property == nil { rows.append(["property", form.property.words]) }
        rows += [
            ["method", method.words], [],
            ["verdict", verdictText],
        ]
        let (marginLower, marginUpper) = (outcome.marginLower, outcome.marginUpper)
        if marginLower != nil || marginUpper != nil {
            rows.append(["margin", "[\(bound(marginLower, "-∞")), \(bound(marginUpper, "∞"))]"])
        }
        if let distanceLower = outcome.distanceLower { rows.append(["distance", "≥ \(bound(distanceLower, ""))"]) }
        if let witness = outcome.witness {
            let margins =
                "margin \(bound(witness.marginDouble, "–")) (single precision \(bound(witness.marginFloat, "–")))"
            rows.append([
                "witness",
                property != nil
                    ? margins : "class \(witness.adversarialClass), \(margins), distance \(bound(witnessDistance, ""))",
            ])
        }
        if let note = outcome.note { rows.append(["note", note]) }
        if let competition { rows.append(["competition", "a point was found that \(competition.words)"]) }
        if let proof { rows.append(["proof", proof]) }
        rows += costs
        return TextFormat.columns(rows)
    }

    private var setText: String {
        guard form.family.isBall else { return "\(form.family.words), size \(epsilonText)" }
        return "\(perturbation.norm.title) ≤ \(epsilonText), domain \(domain)"
    }

    private var verdictText: String {
        let name = ProgressText.name(outcome.verdict, ofClassification: isClassification)
        if property != nil, outcome.verdict.isDecided {
            return name
                + (outcome.verdict == .robust ? ": no counterexample exists" : ": the witness is a counterexample")
        }
        if isClassification { return outcome.reason == .witnessUndecided ? "undecided" : name }
        if outcome.reason == .boundTooLoose, isMisclassified {
            return name + " (the sample itself is misclassified)"
        }
        return name + (outcome.reason.map { " (\(Self.words($0)))" } ?? "")
    }

    static func words(_ given: GivenProperty) -> String {
        if given.parts.isEmpty {
            return "\(given.inputCount) inputs, no point satisfies its assertions as they are read"
        }
        let (boxes, clauses) = (given.parts.count, given.parts.reduce(0) { $0 + $1.clauses.count })
        return "\(given.inputCount) inputs, \(boxes) box\(boxes == 1 ? "" : "es"), "
            + "\(Wording.counted(clauses, "conjunction")) of half-spaces"
    }

    private var costs: [[String]] {
        let seconds = NumberFormat.significant(3)
        let measurements = outcome.measurements
        var rows = [
            [
                "time",
                "\(seconds.text(measurements.wallSeconds)) s wall, \(seconds.text(measurements.cpuSeconds)) s CPU",
            ]
        ]
        if measurements.lpSolves > 0 {
            rows.append([
                "LPs",
                "\(measurements.lpSolves), \(measurements.simplexIterations) simplex iterations, "
                    + "\(measurements.lpFallbacks) repeated",
            ])
        }
        if measurements.nodes > 0 { rows.append(["nodes", "\(measurements.nodes)"]) }
        if !measurements.unstableByLayer.isEmpty {
            let counts = measurements.unstableByLayer.map(String.init).joined(separator: ", ")
            rows.append(["unstable", "\(counts) ReLUs by layer"])
        }
        if !measurements.phases.isEmpty {
            let phases = measurements.phases.sorted { $0.key < $1.key }.map { "\($0.key) \(seconds.text($0.value)) s" }
            rows.append(["phases", phases.joined(separator: ", ")])
        }
        return rows
    }

    private var domain: String {
        perturbation.domain.map { "[\(TextFormat.number($0.lower)), \(TextFormat.number($0.upper))]" } ?? "unbounded"
    }

    private func bound(_ value: Double?, _ absent: String) -> String {
        value.map(NumberFormat.significant(7).text) ?? absent
    }

    private static func words(_ reason: UnknownReason) -> String {
        switch reason {
        case .boundTooLoose: "the bound is too loose"
        case .noWitnessFound: "no witness found"
        case .solverStopped: "the solver stopped early"
        case .decidedElsewhere: "decided by another method"
        case .outsideRange: "its numbers lie outside the range in which errors are bounded"
        case .witnessUndecided: "a point was found whose margin cannot be told from 0"
        case .proofRefused: "the check of its own proof refused it"
        case .notCertified: "only within a solver's tolerances"
        }
    }
}

extension VerifyAnswer: Encodable {
    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: FieldKey.self)
        try object.encode(network, forKey: "network")
        try object.encode(networkDigest, forKey: "networkDigest")
        try object.encodeIfPresent(property, forKey: "property")
        try object.encode(sample, forKey: "sample")
        // A property is about no class, and its set is its boxes.
        if property == nil {
            try object.encode(label, forKey: "label")
            try object.encode(predicted, forKey: "predicted")
            try object.encode(predictedInSinglePrecision, forKey: "predictedInSinglePrecision")
            try object.encode(perturbation, forKey: "perturbation")
        }
        if !form.isPlain { try object.encode(form, forKey: "form") }
        try object.encode(method, forKey: "method")
        try object.encodeIfPresent(proof, forKey: "proof")
        if let competition {
            var inner = object.nestedContainer(keyedBy: FieldKey.self, forKey: "competition")
            try inner.encode(competition.isWithinTolerance, forKey: "withinTolerance")
            try inner.encode(CounterexampleMiss.tolerance, forKey: "tolerance")
            try inner.encode(competition.inputs, forKey: "missesSetBy")
            try inner.encode(competition.outputs, forKey: "missesPropertyBy")
        }
        try OutcomeAnswer(outcome, witnessDistance: witnessDistance).encode(into: &object)
    }
}
