import Foundation
import SuiteFiles

extension Day {
    /// The day in UTC.
    static func today() -> Day {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "UTC") ?? .current
        let parts = calendar.dateComponents([.year, .month, .day], from: Date())
        // A clock that gives no day lets nothing pass.
        return Day(parts.year ?? 0, parts.month ?? 0, parts.day ?? 0) ?? .last
    }
}
