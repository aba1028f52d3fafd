import Foundation

/// How many files this process may have open at a time.
public enum OpenFileLimit {
    /// Descriptors that a run needs besides its workers, a tenth more than was seen: standard streams, the store with
    /// its log and its lock, files that are being read, those of the libraries that watch processes and pipes.
    static let base = 64
    /// Descriptors of one worker, a third more than was seen: three pipes, the handle of the process, both ends of
    /// pipes while it is being started.
    static let perWorker = 8

    /// Raises the limit as far as needed and allowed.
    ///
    /// - Throws: `openFiles` where the system does not allow what is needed. Without this look a run hangs or
    ///   is ended by a trap: what starts processes and pipes counts on descriptors.
    public static func provide(workers: Int) throws(RunFault) {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        let needed = rlim_t(base + perWorker * workers)
        if limit.rlim_cur >= needed { return }
        let allowed = limit.rlim_max
        // Descriptors that were open when the program was started count too.
        limit.rlim_cur = min(max(needed, 4096), allowed)
        if allowed >= needed, setrlimit(resource, &limit) == 0 { return }
        throw .openFiles(needed: Int(needed), limit: Int(clamping: allowed), workers: workers)
    }

    #if os(Linux)
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = RLIMIT_NOFILE
    #endif
}
