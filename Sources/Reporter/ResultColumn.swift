import Tables

/// The columns of `results.csv`, in order.
public enum ResultColumn: String, CaseIterable, Sendable {
    case network, epsilon, norm, method, dataset, split, index, label, verdict, reason
    case impliedBy = "implied_by"
    case marginLower = "margin_lower"
    case marginUpper = "margin_upper"
    case distanceLower = "distance_lower"
    case adversarialClass = "adversarial_class"
    case witnessMarginFloat = "witness_margin_float"
    case witnessMarginDouble = "witness_margin_double"
    case wallSeconds = "wall_s"
    case cpuSeconds = "cpu_s"
    case peakMemory = "peak_memory_bytes"
    case lpSolves = "lp_solves"
    case lpFallbacks = "lp_fallbacks"
    case simplexIterations = "simplex_iterations"
    case nodes
    case unstable = "unstable_by_layer"
    case phases = "phases_s"
    case configuration, attempt, proof
    case recordedAt = "recorded_at"
    case note

    /// What a value means, its unit, and what an empty field means.
    var entry: (meaning: String, unit: String, absence: String) {
        switch self {
        case .network: ("the suite's id of the network", "", "never")
        case .epsilon: ("radius of the perturbation set, before any normalisation", "pixel value", "never")
        case .norm: ("norm of the perturbation set: 1, 2 or inf", "", "never")
        case .method: ("the suite's id of the method", "", "never")
        case .dataset: ("data set of the image", "", "never")
        case .split: ("split of the data set", "", "never")
        case .index: ("position of the image in the split, from 0", "", "never")
        case .label: ("true class of the image", "", "never")
        case .verdict:
            (
                "robust, falsified, unknown, timeout, outOfMemory, crashed, unsupported or witnessRejected; only robust "
                    + "is a proof, only falsified has a checked witness; of plain classification falsified means misclassified, "
                    + "unknown correct", "", "never"
            )
        case .reason:
            (
                "why unknown: boundTooLoose, noWitnessFound, solverStopped, decidedElsewhere, outsideRange, "
                    + "witnessUndecided, proofRefused or notCertified", "",
                "the verdict is not unknown"
            )
        case .impliedBy:
            ("method whose outcome implies this one; this method did not run", "", "the method ran itself")
        case .marginLower: ("proven lower bound on the worst margin", "logits", "the method claims none")
        case .marginUpper: ("margin of the best point found", "logits", "no point was found")
        case .distanceLower:
            ("proven lower bound on the minimum adversarial distortion", "norm's unit", "not a distance certificate")
        case .adversarialClass: ("class with the smallest margin at the witness", "", "there is no witness")
        case .witnessMarginFloat:
            ("margin at the witness, independent check in single precision", "logits", "no witness, or not checked")
        case .witnessMarginDouble:
            ("margin at the witness, independent check in double precision", "logits", "no witness, or not checked")
        case .wallSeconds: ("wall-clock time to four digits; in a batch, the batch's divided by its size", "s", "never")
        case .cpuSeconds: ("CPU time of the worker's thread to four digits, shared out likewise", "s", "never")
        case .peakMemory: ("peak resident memory of the worker up to the end of the query", "bytes", "not measured")
        case .lpSolves: ("linear programs solved", "count", "never")
        case .lpFallbacks: ("of them repeated from a fresh basis", "count", "never")
        case .simplexIterations: ("simplex iterations over all of them", "count", "never")
        case .nodes: ("branch-and-bound nodes", "count", "never")
        case .unstable:
            (
                "unstable ReLUs per hidden layer under the method's own bounds, joined by semicolons", "count",
                "the method has no bounds"
            )
        case .phases:
            ("wall-clock time per phase to four digits, name=seconds joined by semicolons", "s", "no phases were timed")
        case .configuration:
            ("first 12 digits of the content hash of everything but the image that the outcome depends on", "", "never")
        case .attempt: ("1 for the first attempt at this query, 2 for its first retry, …", "count", "never")
        case .proof:
            (
                "name that `run --proof` gives to the file of the outcome's proof: its run key; without --proof there is no such file",
                "",
                "there is nothing to re-verify, or another method's outcome implies this one"
            )
        case .recordedAt: ("when the outcome was recorded, UTC, ISO 8601", "", "never")
        case .note: ("free text for people: an error, a place", "", "nothing to say")
        }
    }

    /// The dictionary as documentation.
    public static var dictionary: String {
        let table = Table(
            name: "results", caption: "",
            columns: [
                .init("column", title: "column", alignment: .left),
                .init("meaning", title: "meaning", alignment: .left),
                .init("unit", title: "unit", alignment: .left),
                .init("absence", title: "empty where", alignment: .left),
            ],
            rows: allCases.map { column in
                .init([
                    .text(column.rawValue), .text(column.entry.meaning), .text(column.entry.unit),
                    .text(column.entry.absence),
                ])
            })
        return """
            # Fields of results.csv

            One row per outcome: a method's answer to a query (network, image, perturbation set). RFC 4180, UTF-8, one
            header line. Numbers are the shortest texts that read back as the same double.

            \(table.markdown)
            """
    }
}
