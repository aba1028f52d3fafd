import Questions
import ResultStore

/// A row of `results.csv`: an outcome with what is the same for all of its cell.
struct ResultRow {
    let stored: StoredOutcome
    let cell: RunCell
    /// ε as text.
    let epsilon: String
    /// First digits of the configuration's content hash.
    let configuration: String
    /// Name of the outcome's proof; empty where there is none.
    let proof: String
    /// When the run began that asked it; empty where that is not known.
    let run: String
}
