/// What a user has to know of how a model became a network: every rounding, and what was left out.
struct ConversionNotes {
    private var kinds = [String]()
    private var places = [String: [String]]()

    /// Adds a remark about an operator; equal remarks about several are one.
    mutating func add(_ remark: String, at place: String) {
        if places[remark] == nil { kinds.append(remark) }
        places[remark, default: []].append(place)
    }

    /// One line per remark, with the operators that it is about.
    var lines: [String] {
        kinds.map { kind in
            let names = places[kind] ?? []
            let shown = names.prefix(3).joined(separator: ", ")
            return "\(shown)\(names.count > 3 ? " and \(names.count - 3) more" : ""): \(kind)"
        }
    }
}
