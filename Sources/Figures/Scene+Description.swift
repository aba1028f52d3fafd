extension Scene: CustomStringConvertible {
    /// One instruction a line, for golden files and for people who look for what moved.
    public var description: String {
        var lines = ["scene \(width) × \(height) pt: \(title)"]
        lines += regions.sorted { $0.key < $1.key }.map { "region \($0.key) \($0.value)" }
        lines += instructions.map(\.description)
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Scene.Instruction: CustomStringConvertible {
    public var description: String {
        switch self {
        case .rectangle(let rect, let fill): "rectangle \(rect) fill \(fill)"
        case .polygon(let points, let fill):
            "polygon \(points.map(\.description).joined(separator: " ")) fill \(fill)"
        case .polyline(let points, let stroke):
            "line \(points.map(\.description).joined(separator: " ")) \(stroke)"
        case .marker(let marker, let point, let size, let fill, let stroke):
            "\(marker.rawValue) \(point) size \(size) fill \(fill) \(stroke)"
        case .text(let run):
            "text \(run.at) \(run.size) pt \(run.anchor.rawValue)\(run.isBold ? " bold" : "")"
                + "\(run.isVertical ? " vertical" : "") \(run.color) length \(run.length) “\(run.text)”"
        }
    }
}

extension Point: CustomStringConvertible {
    public var description: String { "\(x),\(y)" }
}

extension Rect: CustomStringConvertible {
    public var description: String { "\(left),\(top)…\(right),\(bottom)" }
}

extension Stroke: CustomStringConvertible {
    public var description: String {
        "stroke \(color) \(width)" + (dashes.isEmpty ? "" : " dashes \(dashes.map { "\($0)" }.joined(separator: ","))")
    }
}

extension Color: CustomStringConvertible {
    public var description: String {
        "#"
            + [red, green, blue].map { channel in
                let digits = String(channel, radix: 16, uppercase: true)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
    }
}
