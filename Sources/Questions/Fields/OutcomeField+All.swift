extension OutcomeField {
    /// Every field of an outcome, in the order of files of outcomes and of `results.csv`. To add one: a stored property
    /// and an entry here, of a new edition.
    ///
    /// What was written must be read for ever: an entry is never removed, and its names never change.
    public static let all: [OutcomeField] = claims + witness + costs + remarks

    private static let claims = [
        OutcomeField(
            .claim, "verdict", .word(always: true, { $0.verdict }, { $0.verdict = $1 }),
            meaning: "\(list(Verdict.self)); only robust is a proof, only falsified has a checked witness; of plain "
                + "classification falsified means misclassified, unknown correct", absence: "never"),
        OutcomeField(
            .claim, "reason", .word({ $0.reason }, { $0.reason = $1 }),
            meaning: "why unknown: \(list(UnknownReason.self))", absence: "the verdict is not unknown"),
        OutcomeField(
            .claim, "impliedBy", .text({ $0.impliedBy }, { $0.impliedBy = $1 }),
            meaning: "method whose outcome implies this one; this method did not run",
            absence: "the method ran itself", key: "implied"),
        OutcomeField(
            .claim, "marginLower", .number({ $0.marginLower }, { $0.marginLower = $1 }), unit: "logits",
            meaning: "proven lower bound on the worst margin", absence: "the method claims none", key: "lower"),
        OutcomeField(
            .claim, "marginUpper", .number({ $0.marginUpper }, { $0.marginUpper = $1 }), unit: "logits",
            meaning: "margin of the best point found", absence: "no point was found", key: "upper"),
        OutcomeField(
            .claim, "distanceLower", .number({ $0.distanceLower }, { $0.distanceLower = $1 }), unit: "norm's unit",
            meaning: "proven lower bound on the minimum adversarial distortion",
            absence: "neither a distance certificate nor a question about distances", key: "distance"),
        OutcomeField(
            .claim, "distanceUpper", .number({ $0.distanceUpper }, { $0.distanceUpper = $1 }), unit: "norm's unit",
            meaning: "distance of the witness, rounded up",
            absence: "no minimum distortion was asked for, or no witness found", key: "reached", edition: 2),
        OutcomeField(
            .claim, "distanceUncertified", .number({ $0.distanceUncertified }, { $0.distanceUncertified = $1 }),
            unit: "norm's unit", meaning: "smallest size asked that was not certified",
            absence: "no minimum distortion was asked for, or every size was certified", key: "uncertified",
            edition: 2),
        OutcomeField(
            .claim, "endedBy", .word({ $0.endedBy }, { $0.endedBy = $1 }),
            meaning: "what ended a search over sizes before its end: \(list(Ending.self))",
            absence: "it came to its end, or no minimum distortion was asked for", key: "ended", edition: 2),
    ]

    private static let witness = [
        OutcomeField(
            .witness, "adversarialClass",
            .optionalCount(always: true, { $0.witness?.adversarialClass }, { $0.witness?.adversarialClass = $1 }),
            meaning: "class with the smallest margin at the witness", absence: "there is no witness", key: "class"),
        OutcomeField(
            .witness, "marginFloat", .number({ $0.witness?.marginFloat }, { $0.witness?.marginFloat = $1 }),
            unit: "logits", meaning: "margin at the witness, independent check in single precision",
            absence: "no witness, or not checked", key: "float", heading: "witness_margin_float"),
        OutcomeField(
            .witness, "marginDouble", .number({ $0.witness?.marginDouble }, { $0.witness?.marginDouble = $1 }),
            unit: "logits", meaning: "margin at the witness, independent check in double precision",
            absence: "no witness, or not checked", key: "double", heading: "witness_margin_double"),
        OutcomeField(
            .witness, "pixels", .pixels({ $0.witness?.pixels }, { $0.witness?.pixels = $1 }), unit: "pixel value",
            meaning:
                "the witness itself, in the layout of the image; of blurred images the kernel's entries off its centre",
            absence: "there is no witness, or only its fingerprint is kept", column: "witness"),
    ]

    private static let costs = [
        OutcomeField(
            .cost, "wallSeconds", .seconds({ $0.measurements.wallSeconds }, { $0.measurements.wallSeconds = $1 }),
            unit: "s", meaning: "wall-clock time to four digits; in a batch, the batch's divided by its size",
            absence: "never", key: "wall", heading: "wall_s"),
        OutcomeField(
            .cost, "cpuSeconds", .seconds({ $0.measurements.cpuSeconds }, { $0.measurements.cpuSeconds = $1 }),
            unit: "s", meaning: "CPU time of the worker's thread to four digits, shared out likewise",
            absence: "never", key: "cpu", heading: "cpu_s"),
        OutcomeField(
            .cost, "peakMemoryBytes",
            .optionalCount({ $0.measurements.peakMemoryBytes }, { $0.measurements.peakMemoryBytes = $1 }),
            unit: "bytes", meaning: "peak resident memory of the worker up to the end of the query",
            absence: "not measured", key: "peak", isRepeatable: false),
        OutcomeField(
            .cost, "instructions",
            .optionalCount({ $0.measurements.instructions }, { $0.measurements.instructions = $1 }), unit: "count",
            meaning: "instructions that the worker retired in user mode; in a batch, the batch's divided by its size",
            absence: "not counted: the machine has no counter or does not let it be read, or the worker was lost",
            edition: 3, isRepeatable: false),
        OutcomeField(
            .cost, "lpSolves", .count({ $0.measurements.lpSolves }, { $0.measurements.lpSolves = $1 }),
            unit: "count", meaning: "linear programs solved", absence: "never", key: "lps"),
        OutcomeField(
            .cost, "lpFallbacks", .count({ $0.measurements.lpFallbacks }, { $0.measurements.lpFallbacks = $1 }),
            unit: "count", meaning: "of them repeated from a fresh basis", absence: "never", key: "fallbacks"),
        OutcomeField(
            .cost, "simplexIterations",
            .count({ $0.measurements.simplexIterations }, { $0.measurements.simplexIterations = $1 }),
            unit: "count", meaning: "simplex iterations over all of them", absence: "never", key: "iterations"),
        OutcomeField(
            .cost, "nodes", .count({ $0.measurements.nodes }, { $0.measurements.nodes = $1 }), unit: "count",
            meaning: "branch-and-bound nodes", absence: "never"),
        OutcomeField(
            .cost, "unstableByLayer",
            .counts({ $0.measurements.unstableByLayer }, { $0.measurements.unstableByLayer = $1 }), unit: "count",
            meaning: "unstable ReLUs per hidden layer under the method's own bounds, joined by semicolons",
            absence: "the method has no bounds", key: "unstable"),
        OutcomeField(
            .cost, "phases", .secondsByName({ $0.measurements.phases }, { $0.measurements.phases = $1 }), unit: "s",
            meaning: "wall-clock time per phase to four digits, name=seconds joined by semicolons",
            absence: "no phases were timed", heading: "phases_s"),
    ]

    private static let remarks = [
        OutcomeField(
            .remark, "note", .text({ $0.note }, { $0.note = $1 }),
            meaning: "free text for people: an error, a place", absence: "nothing to say")
    ]

    /// The words of a closed set as a list for people.
    private static func list<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> String {
        let words = Word.allCases.map(\.rawValue)
        return "\(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")"
    }
}
