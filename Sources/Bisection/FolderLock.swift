#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder that one process works in at a time; let go when the process ends, however it ends.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Makes the folder.
    ///
    /// - Throws: `BisectionFault.busy` where another process has it.
    init(_ folder: String) throws {
        try Workbench.make(folder)
        descriptor = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw BisectionFault.cannotWrite(folder + "/lock", reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw BisectionFault.busy(folder)
        }
    }

    deinit { close(descriptor) }
}
