import Questions

/// What networks of a table of instances are called in a suite: by the bare name of the file, before it the benchmark where two
/// have networks of one name, behind it the limit where the table has several for it.
public enum InstanceName {
    static func prefixed(_ stem: String, by benchmark: String) -> String { "\(benchmark)-\(stem)" }

    static func limited(_ stem: String, to seconds: Double) -> String { "\(stem)-\(OptionValue.number(seconds))s" }

    /// The bare names that a network called `id` may have, the likeliest last.
    ///
    /// - Parameter limit: of the instance; a suite whose own limit is smaller has another than the id says.
    public static func stems(of id: String, benchmark: String, limit: Double) -> [String] {
        let ending = limited("", to: limit)
        var names = [id]
        if id.hasSuffix(ending) {
            names.append(String(id.dropLast(ending.count)))
        } else if let other = id.firstMatch(of: /-[0-9][0-9.e+-]*s$/) {
            names.append(String(id[..<other.range.lowerBound]))
        }
        let beginning = prefixed("", by: benchmark)
        return names + names.filter { $0.hasPrefix(beginning) }.map { String($0.dropFirst(beginning.count)) }
    }
}
