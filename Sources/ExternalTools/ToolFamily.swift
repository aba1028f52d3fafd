import Foundation

/// The processes of one run of a tool: what descends from its first one, and orphans that this process has adopted, which are
/// known by a variable of their environment.
struct ToolFamily {
    /// What all of them have in their environment.
    static let mark = "VERIGAP_TOOL_RUN"

    private let root: Int32
    private let variable: [UInt8]
    /// All that were ever seen.
    private(set) var known: Set<ProcessFamily.Member> = []

    /// - Parameter value: of the variable, unlike that of every other run.
    init(root: Int32, value: String) {
        self.root = root
        variable = Array("\(Self.mark)=\(value)".utf8)
        if let entry = ProcessFamily.entry(of: root) { known.insert(entry.member) }
    }

    /// Those that live. Adopted ones that have ended are waited for; the first one never is.
    mutating func living() -> [ProcessFamily.Entry] {
        var found = [Int32: ProcessFamily.Entry]()
        for start in known.compactMap(Self.current) + adopted() where found[start.member.identifier] == nil {
            for entry in [start] + ProcessFamily.descendants(of: start.member.identifier) {
                found[entry.member.identifier] = entry
            }
        }
        known.formUnion(found.values.map(\.member))
        return found.values.filter { entry in
            if entry.hasEnded, entry.member.identifier != root { waitpid(entry.member.identifier, nil, WNOHANG) }
            return !entry.hasEnded
        }
    }

    /// Ends all of them, again and again until none is left or `seconds` have passed.
    mutating func end(within seconds: Double = 2) {
        let end = ContinuousClock.now + .seconds(seconds)
        repeat {
            let left = living()
            for entry in left { ProcessFamily.kill(entry.member) }
            if left.isEmpty { break }
            usleep(1000)
        } while ContinuousClock.now < end
        for member in known where member.identifier != root { waitpid(member.identifier, nil, WNOHANG) }
    }

    private static func current(_ member: ProcessFamily.Member) -> ProcessFamily.Entry? {
        guard let entry = ProcessFamily.entry(of: member.identifier), entry.member == member else { return nil }
        return entry
    }

    /// Children of this process that it has not started itself.
    private func adopted() -> [ProcessFamily.Entry] {
        ProcessFamily.children(of: getpid()).compactMap { child in
            guard child != root, let environment = ProcessFamily.read("/proc/\(child)/environ"),
                environment.split(separator: 0).contains(where: { $0.elementsEqual(variable) })
            else { return nil }
            return ProcessFamily.entry(of: child)
        }
    }
}
