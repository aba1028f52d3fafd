import Foundation

/// What can be wrong with a worker: a shell script around the real one, of which two in three go wrong at the beginning.
enum WorkerFault: String, CaseIterable, Sendable {
    case sleeps = "worker sleeps for ever at work"
    case garbage = "worker writes garbage"
    case halfFrame = "worker writes half a frame"
    case hog = "worker allocates without end"
    case dies = "worker dies"
    case silent = "worker never says hello"
    case stubborn = "worker ignores SIGTERM"

    /// The folder of the workspace in which every fault leaves a file.
    private static let folder = "faults"

    func script(around worker: String) -> String {
        """
        real='\(worker)'
        echo >> starts
        n=$(wc -l < starts)
        [ $((n % 3)) -ne 0 ] && [ "$n" -lt 9 ] || exec "$real"
        mkdir -p \(Self.folder) && : > \(Self.folder)/$n
        \(body)
        """
    }

    /// What a worker does that goes wrong. Without input the real one greets and ends.
    private var body: String {
        switch self {
        case .sleeps: "(sleep 0.4; kill -STOP $$) & exec \"$real\""
        case .garbage: "(sleep 0.3; head -c 4096 /dev/urandom) & exec \"$real\""
        case .halfFrame: "\"$real\" < /dev/null; printf '\\0\\0\\0\\040\\0\\0\\0\\050{\"kind\"'; exit 0"
        case .hog:
            "\"$real\" < /dev/null; head -c 99 > /dev/null; mkfifo zeros-$n; cat /dev/zero > zeros-$n & exec tail -c 20G < zeros-$n"
        case .dies: "(sleep 0.3; kill -SEGV $$) & exec \"$real\""
        case .silent: "exec sleep 1000"
        case .stubborn: "trap '' TERM; (sleep 0.3; kill -STOP $$) & exec \"$real\""
        }
    }

    /// How many workers went wrong.
    func count(in workspace: Workspace) -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: workspace.path(Self.folder)).count) ?? 0
    }
}
