import Questions

/// What builds the programs of a commit: a line of shell, run in the worktree. It finds
///
/// - `$VERIGAP_PROGRAMS`: the folder into which it puts `verigap`, and what that needs beside it;
/// - `$VERIGAP_SCRATCH`: a folder that stays, for what makes the next build quick.
struct BuildCommand {
    let text: String
    /// Tells the programs of one command from those of another; empty for the usual one.
    let mark: String

    /// - Parameter text: `nil` is `swift build` of both programs, with what their bundles are called.
    init(_ text: String?) {
        self.text = text ?? Self.usual
        mark = text.map { "-" + "\(Digest(of: $0))".prefix(8) } ?? ""
    }

    private static let usual = """
        swift build -c release --scratch-path "$VERIGAP_SCRATCH" --product verigap \
        && swift build -c release --scratch-path "$VERIGAP_SCRATCH" --product verigap-worker \
        && cd "$VERIGAP_SCRATCH/release" \
        && for file in verigap verigap-worker *.resources *.bundle; do \
        if [ -e "$file" ]; then cp -R "$file" "$VERIGAP_PROGRAMS" || exit 1; fi; done
        """
}
