import DataFormats
import Foundation

/// Held while a suite's missing queries are shared out: two at a time would hand out the same. Let go of when the process ends,
/// however it ends.
public final class SubmissionLock: Sendable {
    private let descriptor: Int32

    /// - Parameter root: the cluster's folder; the suite's below it is made.
    /// - Throws: `ClusterFault.busy` where another process has it, `ClusterFault.file`.
    public init(suite: String, in root: String) throws(ClusterFault) {
        let folder = "\(root)/\(suite)"
        do { try OutputFolder.make(folder) } catch { throw .file(error) }
        let path = folder + "/lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .file(FileFault(operation: "create", path: path, reason: String(cString: strerror(errno))))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .busy(path: path)
        }
    }

    deinit { close(descriptor) }
}
