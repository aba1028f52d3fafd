import Questions
import ResultStore

/// What is the same for all rows of a cell in `results.csv`.
struct ResultCell {
    let cell: RunCell
    /// ε as text.
    let epsilon: String
    /// First digits of the configuration's content hash.
    let configuration: String
}

/// A row of `results.csv`: an outcome of a cell.
struct ResultRow {
    let stored: StoredOutcome
    /// Name of the outcome's proof; empty where there is none.
    let proof: String
    /// When the run began that asked it; empty where that is not known.
    let run: String
}
