/// An opaque colour, eight bits a channel.
public struct Color: Sendable, Hashable, Codable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    /// `0xRRGGBB`.
    public init(_ hexadecimal: UInt32) {
        red = UInt8(hexadecimal >> 16 & 255)
        green = UInt8(hexadecimal >> 8 & 255)
        blue = UInt8(hexadecimal & 255)
    }

    /// `#rrggbb`.
    public var hexadecimal: String {
        "#" + [red, green, blue].map { String(UInt32($0) + 256, radix: 16).dropFirst() }.joined()
    }

    /// Mixed with so much white, from 0 (unchanged) to 1 (white).
    public func tinted(_ share: Double) -> Color {
        func mixed(_ channel: UInt8) -> UInt32 { UInt32((Double(channel) * (1 - share) + 255 * share).rounded()) }
        return Color(mixed(red) << 16 | mixed(green) << 8 | mixed(blue))
    }

    // Okabe & Ito's palette, which people with any kind of colour blindness can tell apart.
    public static let orange = Color(0xE69F00)
    public static let sky = Color(0x56B4E9)
    public static let green = Color(0x009E73)
    public static let blue = Color(0x0072B2)
    public static let vermillion = Color(0xD55E00)
    public static let purple = Color(0xCC79A7)

    /// For what the palette has no colour left.
    public static let brown = Color(0x8C564B)

    /// Text, axes and data in black.
    public static let ink = Color(0x1A1A1A)
    public static let grey = Color(0x8C8C8C)
    public static let grid = Color(0xDDDDDD)
    /// Between the bounds of a curve plot.
    public static let gap = Color(0xE2E6EC)
    /// Behind every second row.
    public static let band = Color(0xF4F4F4)
    public static let white = Color(0xFFFFFF)
}
