import DataFormats

/// Why a cluster cannot be asked, or its folder not be read.
public enum ClusterFault: Error, Sendable, Hashable, CustomStringConvertible {
    case file(FileFault)
    /// A file of a wave that verigap did not write so.
    case malformed(path: String, reason: String)
    /// A newer verigap wrote it.
    case tooNew(path: String, version: Int)
    /// Another process submits the same suite.
    case busy(path: String)
    /// A program of Slurm is not here.
    case noSlurm(program: String)
    /// A program of Slurm refuses.
    case slurm(command: String, code: Int, words: String)

    public var description: String {
        switch self {
        case .file(let fault): fault.description
        case .malformed(let path, let reason):
            "\(path): \(reason); what is below a wave's folder is written by verigap alone"
        case .tooNew(let path, let version):
            "\(path): written by a newer version of verigap (format \(version), this one reads up to \(WaveV1.newestVersion))"
        case .busy(let path):
            "\(path): another process submits this suite; wait for it to end: what it hands out is not submitted twice"
        case .noSlurm(let program):
            "there is no \(program) here: log in to a machine that submits to Slurm, or let this one run the tasks with --executor "
                + Executor.localArray.rawValue
        case .slurm(let command, let code, let words):
            "\(command) ended with \(code): \(words.isEmpty ? "it said nothing" : words)"
                + (command == "scontrol"
                    ? "; where no Slurm is set up, --executor \(Executor.localArray.rawValue) runs the tasks on this machine"
                    : "")
        }
    }
}
