/// What a tool writes for an instance: a word, and behind `sat` its counterexample.
///
///     sat
///     ((X_0 0.25)
///      (Y_0 1.75))
///
/// The file that `run_instance.sh` of the competition leaves behind.
public struct CompetitionResult: Sendable, Hashable {
    public var verdict: CompetitionVerdict
    public var counterexample: Counterexample?

    public init(_ verdict: CompetitionVerdict, counterexample: Counterexample? = nil) {
        self.verdict = verdict
        self.counterexample = counterexample
    }

    /// The content of the file.
    public var text: String { "\(verdict.word)\n\(counterexample?.text ?? "")" }

    /// Reads the content of such a file. Words that the competition does not know, and an empty file, are `unknown`.
    ///
    /// - Throws: what is wrong with the counterexample behind `sat`; none at all is no fault, for that is a matter of scoring.
    public init(_ text: [UInt8], path: String = "result") throws(VNNLIBFaults) {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        let start = text.firstIndex { !isBlank($0) } ?? text.count
        let end = text[start...].firstIndex { isBlank($0) || $0 == UInt8(ascii: "(") } ?? text.count
        verdict = CompetitionVerdict(String(decoding: text[start..<end].prefix(100), as: UTF8.self)) ?? .unknown
        guard verdict == .violated, text[end...].contains(where: { !isBlank($0) }) else { return }
        // Blanks in place of the word keep lines and columns.
        let rest = text[..<end].map { $0 == 0x0A ? $0 : 0x20 } + text[end...]
        counterexample = try Counterexample(rest, path: path)
    }
}
