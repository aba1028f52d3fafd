import ONNX

/// Operators that put entries into other places.
extension GraphConverter {
    mutating func transpose(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let shape = try call.shape(0)
        let order = try call.axes(
            try call.integers("perm") ?? Array(shape.indices.reversed()), rank: shape.count)
        guard order.count == shape.count else { throw .malformed("perm \(order) for \(shape.count) axes") }
        try work(shape)
        let tables = IndexTables.transposition(of: shape, order)
        return try rearranged(try call.value(0), tables, order.map { shape[$0] }, call.name)
    }

    /// `starts`, `ends`, `axes` and `steps`, of which older operator sets have attributes.
    mutating func slice(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let shape = try call.shape(0)
        guard let starts = try call.integers("starts", orInput: 1), let ends = try call.integers("ends", orInput: 2)
        else {
            throw .malformed("starts and ends are missing")
        }
        let axes = try call.axes(
            try call.integers("axes", orInput: 3) ?? Array(starts.indices), rank: shape.count)
        let steps =
            call.has(4) ? try call.constant(4, "steps").wholeNumbers() : Array(repeating: 1, count: starts.count)
        guard ends.count == starts.count, axes.count == starts.count, steps.count == starts.count, !steps.contains(0)
        else {
            throw .malformed("starts \(starts), ends \(ends), axes \(axes), steps \(steps)")
        }
        var tables = try tables(of: shape)
        for (place, axis) in axes.enumerated() {
            let chosen = Self.places(starts[place], ends[place], steps[place], of: shape[axis])
            tables[axis] = chosen.map { tables[axis][$0] }
        }
        return try rearranged(try call.value(0), tables, tables.map(\.count), call.name)
    }

    private mutating func tables(of shape: [Int]) throws(Reason) -> [[Int]] {
        try work(shape)
        return IndexTables.identity(shape)
    }

    /// Coordinates from `start` to before `end`; what is below 0 counts from the end, what is beyond is cut.
    private static func places(_ start: Int, _ end: Int, _ step: Int, of extent: Int) -> [Int] {
        func place(_ value: Int, _ range: ClosedRange<Int>) -> Int {
            min(
                max(value < 0 ? value.addingReportingOverflow(extent).partialValue : value, range.lowerBound),
                range.upperBound)
        }
        guard extent > 0 else { return [] }
        let range = step > 0 ? 0...extent : -1...extent - 1
        let first = place(start, step > 0 ? 0...extent : 0...extent - 1)
        let last = place(end, range)
        // A stride beyond the extent takes one entry.
        let stride = max(min(step, extent), -extent)
        return Array(Swift.stride(from: first, to: last, by: stride))
    }

    mutating func split(_ call: OperatorCall) throws(Reason) -> [GraphValue] {
        let shape = try call.shape(0)
        let axis = try call.axes([try call.integer("axis", or: 0)], rank: shape.count)[0]
        let parts = try parts(call, shape[axis])
        guard parts.reduce(0, &+) == shape[axis], parts.allSatisfy({ $0 >= 0 && $0 <= shape[axis] }) else {
            throw .malformed("parts \(parts) of \(shape[axis])")
        }
        let tables = try tables(of: shape)
        var results = [GraphValue]()
        var start = 0
        for part in parts {
            var own = tables
            own[axis] = Array(tables[axis][start..<start + part])
            start += part
            results.append(try rearranged(try call.value(0), own, own.map(\.count), call.name))
        }
        return results
    }

    private func parts(_ call: OperatorCall, _ extent: Int) throws(Reason) -> [Int] {
        if let parts = try call.integers("split", orInput: 1) { return parts }
        let number = try call.integer("num_outputs", or: call.node.outputs.count)
        guard number > 0, number <= max(extent, 1) else { throw .malformed("\(number) parts of \(extent)") }
        let size = (extent + number - 1) / number
        let last = extent - size * (number - 1)
        guard last >= 0 else { throw .malformed("\(number) parts of \(extent)") }
        return Array(repeating: size, count: number - 1) + [last]
    }

    mutating func gather(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let shape = try call.shape(0)
        let axis = try call.axes([try call.integer("axis", or: 0)], rank: shape.count)[0]
        let tensor = try call.constant(1, "indices")
        let extent = shape[axis]
        var places = [Int]()
        for index in try tensor.wholeNumbers() {
            guard index >= -extent, index < extent else { throw .malformed("index \(index) of \(extent)") }
            places.append(index < 0 ? index + extent : index)
        }
        var tables = try tables(of: shape)
        tables[axis] = places.map { tables[axis][$0] }
        let result = Array(shape[..<axis]) + tensor.shape + Array(shape[(axis + 1)...])
        return try rearranged(try call.value(0), tables, result, call.name)
    }

    /// Pads at the beginning and the end of axes; below 0 they cut.
    mutating func pad(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let shape = try call.shape(0)
        guard let pads = try call.integers("pads", orInput: 1) else { throw .malformed("pads are missing") }
        let axes = try call.axes(
            call.has(3) ? try call.constant(3, "axes").wholeNumbers() : Array(shape.indices), rank: shape.count)
        guard pads.count == 2 * axes.count, pads.allSatisfy({ $0.magnitude < 1 << 28 }) else {
            throw .malformed("pads \(pads) for \(axes.count) axes")
        }
        let mode = try call.text("mode", or: "constant")
        var tables = try tables(of: shape)
        var result = shape
        for (place, axis) in axes.enumerated() { result[axis] += pads[place] + pads[place + axes.count] }
        guard result.allSatisfy({ $0 >= 0 }) else { throw .malformed("nothing is left of \(shape)") }
        try work(result)
        for (place, axis) in axes.enumerated() {
            tables[axis] = try Self.padded(tables[axis], pads[place], result[axis], mode)
        }
        return try rearranged(try call.value(0), tables, result, fill: try fill(call), call.name)
    }

    private func fill(_ call: OperatorCall) throws(Reason) -> Float {
        guard call.has(2) else { return try call.float("value", or: 0) }
        let entries = try call.constant(2, "constant_value").exactFloats()
        guard entries.count == 1 else { throw .malformed("the constant value is no single number") }
        return entries[0]
    }

    private static func padded(
        _ table: [Int], _ head: Int, _ count: Int, _ mode: String
    ) throws(Reason) -> [Int] {
        let extent = table.count
        var result = [Int]()
        for place in (0..<count).map({ $0 - head }) {
            if table.indices.contains(place) {
                result.append(table[place])
                continue
            }
            guard mode == "constant" || extent > 0 else { throw .malformed("nothing to repeat") }
            switch mode {
            case "constant": result.append(-1)
            case "edge": result.append(table[place < 0 ? 0 : extent - 1])
            case "wrap": result.append(table[(place % extent + extent) % extent])
            case "reflect":
                let mirrored = place < 0 ? -place : 2 * (extent - 1) - place
                guard table.indices.contains(mirrored) else { throw .malformed("it reflects more than there is") }
                result.append(table[mirrored])
            default: throw .notBuilt("mode \(mode)")
            }
        }
        return result
    }

    mutating func expand(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let wanted = try call.constant(1, "shape").wholeNumbers()
        guard let shape = IndexTables.common(try call.shape(0), wanted) else {
            throw .malformed("\(try call.shape(0)) does not fit \(wanted)")
        }
        try work(shape)
        return try broadcast(try call.value(0), to: shape, call.name)
    }

    mutating func tile(_ call: OperatorCall) throws(Reason) -> GraphValue {
        let shape = try call.shape(0)
        let repeats = try call.constant(1, "repeats").wholeNumbers()
        guard repeats.count == shape.count, repeats.allSatisfy({ $0 >= 0 && $0 < 1 << 28 }) else {
            throw .malformed("repeats \(repeats) for \(shape.count) axes")
        }
        var result = [Int]()
        for (extent, number) in zip(shape, repeats) {
            let (product, overflow) = extent.multipliedReportingOverflow(by: number)
            guard !overflow else { throw .malformed("repeats \(repeats) of \(shape)") }
            result.append(product)
        }
        try work(result)
        let tables = zip(try tables(of: shape), repeats).map { Array(repeating: $0, count: $1).flatMap(\.self) }
        return try rearranged(try call.value(0), tables, result, call.name)
    }
}
