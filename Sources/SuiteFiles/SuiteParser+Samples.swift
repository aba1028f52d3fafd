import Yams

/// Reading which images.
extension SuiteParser {
    private static let forms = ["first", "indices", "random", "per-class"]
    private static let example =
        "all, { first: N }, { random: N, seed: S }, { per-class: N, seed: S } or { indices: […] }"

    /// `all`, `{ first: 100 }`, `{ random: 1000, seed: 7 }`, `{ per-class: 50, seed: 7 }`, `{ indices: [3, 1, 4] }` or
    /// `[3, 1, 4]`.
    func selection(_ node: Node, _ name: String) -> SampleSelection? {
        switch node {
        case .scalar:
            if scalar(node) == "all" { return .all }
            fault(
                "\(name) must be \(Self.example), found \(describe(node))", at: node,
                hint: scalar(node).flatMap { Int($0) }.map { "for the first \($0): { first: \($0) }" })
            return nil
        case .sequence: return indices(node, name)
        case .mapping, .alias:
            let before = faults.count
            guard let fields = fields(of: node, what: name, keys: Self.forms + ["seed"]) else { return nil }
            // A misspelt key says enough.
            guard faults.count == before else { return nil }
            return selection(fields, node, name)
        }
    }

    private func selection(_ fields: Fields, _ node: Node, _ name: String) -> SampleSelection? {
        let given = Self.forms.compactMap { fields[$0] }
        guard let field = given.first else {
            fault(
                "\(name) says neither \(Self.forms.joined(separator: " nor "))", at: node, hint: "write \(Self.example)"
            )
            return nil
        }
        guard given.count == 1 else {
            fault(
                "\(name) has both \(given.map(\.key).joined(separator: " and "))", at: node, hint: "keep one of them")
            return nil
        }
        if field.key == "first" || field.key == "indices" {
            if let seed = fields["seed"] {
                fault(
                    "\(field.key) draws nothing, so that it has no seed", at: seed.keyPlace,
                    hint: "drop it, or write random: N")
            }
            if field.key == "indices" { return indices(field.value, "indices") }
            return integer(field.value, "first", in: 1...Int.max).map(SampleSelection.first)
        }
        let seed = required("seed", in: fields, hint: "any number, such as seed: 7, makes the draw the same everywhere")
            .flatMap { integer($0, "seed", in: 0...Int.max) }
        guard let count = integer(field.value, field.key, in: 1...Int.max), let seed else { return nil }
        return field.key == "random" ? .random(count, seed: UInt64(seed)) : .perClass(count, seed: UInt64(seed))
    }

    private func indices(_ node: Node, _ name: String) -> SampleSelection? {
        guard let entries = entries(node, name) else { return nil }
        var seen = Set<Int>()
        var result = [Int]()
        for entry in entries {
            guard let index = integer(entry, "an index", in: 0...Int.max) else { continue }
            if seen.insert(index).inserted {
                result.append(index)
            } else {
                fault("index \(index) appears twice in \(name)", at: entry)
            }
        }
        return result.count == entries.count ? .indices(result) : nil
    }

    /// Fewer images than the suite's, as positions in the split; `nil` for all of them.
    func restriction(_ node: Node, of samples: SampleSelection?) -> SampleSelection? {
        guard let wanted = selection(node, "samples"), let samples else { return nil }
        switch (wanted, samples) {
        case (.all, _): return nil
        case (_, .all): return wanted
        case (.first(let n), .indices(let suite)) where n <= suite.count: return .indices(Array(suite.prefix(n)))
        // The first that were drawn are a random sample too.
        case (.first(let n), .random(let m, let seed)) where n <= m: return .random(n, seed: seed)
        case (.first(let n), .first(let m)) where n <= m: return wanted
        case (.indices(let list), .first(let m)) where list.allSatisfy { $0 < m }: return wanted
        case (.indices(let list), .indices(let suite)) where Set(suite).isSuperset(of: list): return wanted
        case (.random(let n, let own), .random(let m, let seed)) where n <= m && own == seed: return wanted
        case (.perClass(let n, let own), .perClass(let m, let seed)) where n <= m && own == seed: return wanted
        default:
            fault(
                "samples of a method must be among the suite's", at: node,
                hint: "the suite has \(samples)" + nestedHint(samples))
            return nil
        }
    }

    private func nestedHint(_ samples: SampleSelection) -> String {
        switch samples {
        case .random(_, let seed): "; among them are { random: N, seed: \(seed) } with fewer"
        case .perClass(_, let seed): "; among them are { per-class: N, seed: \(seed) } with fewer"
        default: ""
        }
    }
}
