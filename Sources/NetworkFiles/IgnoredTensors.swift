import Networks

/// What a suite asks to leave out: `ignore: [normalize.*]`.
enum IgnoredTensors {
    /// `file` without the tensors that match a pattern.
    ///
    /// - Throws: a fault for a pattern that matches nothing, and for one that takes away a part of what a layer uses.
    static func remove(
        _ patterns: [String], from file: TensorFile, _ layers: [ArchitectureSpec.Layer]?
    ) throws(NetworkFileFault) -> TensorFile {
        var ignored = [String: String]()
        for pattern in patterns {
            let matching = file.tensors.filter { Glob.matches(pattern, $0.name) }
            guard !matching.isEmpty else {
                let names = file.tensors.prefix(12).map(\.name).joined(separator: ", ")
                throw .architecture(
                    path: file.path, message: "ignore: '\(pattern)' matches no tensor",
                    hint: "the file has \(names)\(file.tensors.count > 12 ? ", …" : "")")
            }
            for tensor in matching { ignored[tensor.name] = pattern }
        }
        func refuse(_ name: String, _ user: String) throws(NetworkFileFault) {
            guard let pattern = ignored[name] else { return }
            throw .architecture(
                path: file.path, message: "ignore: '\(pattern)' matches '\(name)', which \(user) uses",
                hint: "leave out only what no layer uses")
        }
        for (position, layer) in (layers ?? []).enumerated() {
            for name in layer.tensorNames { try refuse(name, "layer \(position + 1)") }
        }
        let shapes = Dictionary(file.tensors.map { ($0.name, $0.shape) }) { first, _ in first }
        for group in groups(file) {
            guard let kept = group.first(where: { ignored[$0] == nil }) else {
                // Without a list of layers nothing tells a layer that nobody needs from one that is missed.
                if layers == nil, let weight = group.first(where: { (shapes[$0]?.count ?? 0) > 1 }),
                    let pattern = ignored[weight]
                {
                    throw .architecture(
                        path: file.path, message: "ignore: '\(pattern)' leaves out '\(weight)', the weights of a layer",
                        hint: "say in architecture which layers the network has, or choose a narrower pattern")
                }
                continue
            }
            for name in group { try refuse(name, "the layer of '\(kept)'") }
        }
        var rest = file
        rest.tensors.removeAll { ignored[$0.name] != nil }
        return rest
    }

    /// The names of the tensors that belong together: by their roles, or by their order where no name says a role.
    private static func groups(_ file: TensorFile) -> [[String]] {
        let roles = file.tensors.map { TensorRole(of: $0.name) }
        if roles.allSatisfy({ $0 == nil }) {
            return ((try? TensorGroups.ordered(file)) ?? []).map(\.names)
        }
        var byKey = [String: [String]]()
        for (tensor, role) in zip(file.tensors, roles) {
            guard let role, role.part != .counter else { continue }
            byKey[role.key, default: []].append(tensor.name)
        }
        return byKey.sorted { $0.key < $1.key }.map(\.value)
    }
}

/// Patterns as a shell knows them: `*` is any text, `?` any one character.
enum Glob {
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern), text = Array(text)
        var (p, t) = (0, 0)
        // Where the last star stands, and how much of the text it has taken.
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
                (p, t) = (p + 1, t + 1)
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                (p, t) = (last.pattern + 1, last.text + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
