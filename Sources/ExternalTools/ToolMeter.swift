import CShims
import Synchronization

/// What the tools of this process have used.
public enum ToolMeter {
    private static let peak = Mutex(0)

    /// Processor seconds of all tools that have ended.
    public static var cpuSeconds: Double { shims_children_cpu_seconds() }

    /// The most resident memory of a tool's processes together that was seen since this was asked last, in bytes.
    public static func takePeak() -> Int {
        peak.withLock { peak in
            defer { peak = 0 }
            return peak
        }
    }

    static func note(peak bytes: Int) { peak.withLock { $0 = max($0, bytes) } }
}
