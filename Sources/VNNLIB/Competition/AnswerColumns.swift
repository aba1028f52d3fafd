/// Which column of a table of answers means what.
struct AnswerColumns {
    /// Columns of one tool; without a name where the line names it.
    struct Tool {
        var name: String?
        var verdict: Int
        var seconds: Int?
    }

    struct Missing: Error { var message: String }

    /// Columns of the header.
    let count: Int
    let benchmark: Int
    let network: Int
    let property: Int
    let limit: Int?
    let tool: Int?
    let tools: [Tool]

    static let shape =
        "columns are benchmark, onnx, vnnlib, time_limit_s and <tool>_result, <tool>_run_s; "
        + "or tool, benchmark, network, property, verdict, seconds"

    /// - Parameter header: names of columns; capitals matter for the names of tools alone.
    init(_ header: [String]) throws(Missing) {
        let names = header.map { $0.lowercased() }
        count = names.count
        benchmark = try Self.column(["benchmark", "category", "cat"], names)
        network = try Self.column(["onnx", "network", "net", "model"], names)
        property = try Self.column(["vnnlib", "property", "prop"], names)
        limit = try? Self.column(["time_limit_s", "time_limit", "limit", "timeout", "timeout_s"], names)
        tool = try? Self.column(["tool"], names)
        if tool != nil {
            let verdict = try Self.column(["verdict", "result"], names)
            let seconds = try? Self.column(["seconds", "run_s", "time_s", "run_time", "time"], names)
            tools = [Tool(name: nil, verdict: verdict, seconds: seconds)]
        } else {
            tools = Self.named(header, names)
            if tools.isEmpty { throw Missing(message: "no column ends in _result, and none is called tool") }
        }
    }

    private static func named(_ header: [String], _ names: [String]) -> [Tool] {
        names.enumerated().compactMap { index, name in
            let ending = ["_result", "_verdict"].first { name.hasSuffix($0) && name.count > $0.count }
            guard let ending else { return nil }
            let times = ["_run_s", "_seconds", "_time_s", "_time"].map { "\(name.dropLast(ending.count))\($0)" }
            let seconds = try? column(times, names)
            return Tool(name: String(header[index].dropLast(ending.count)), verdict: index, seconds: seconds)
        }
    }

    /// The column of the first of `candidates` that there is.
    private static func column(_ candidates: [String], _ names: [String]) throws(Missing) -> Int {
        for candidate in candidates {
            if let index = names.firstIndex(of: candidate) { return index }
        }
        throw Missing(message: "there is no column \(candidates.prefix(2).joined(separator: " or "))")
    }
}
