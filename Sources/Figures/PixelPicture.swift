import CCairo

/// The pixels of an image as a picture, one dot a pixel.
public struct PixelPicture: Sendable, Hashable {
    public let width, height: Int
    /// Row by row, red, green and blue, 0 to 255.
    private let dots: [UInt8]

    /// `nil` for anything but one or three channels of an image.
    ///
    /// - Parameters:
    ///   - values: Channels × height × width, row-major; 0 is black, 1 is white, what lies beyond is cut off.
    ///   - shape: Channels, height, width.
    public init?(_ values: [Float], shape: [Int]) {
        guard shape.count == 3, [1, 3].contains(shape[0]), (1...4096).contains(shape[1]), (1...4096).contains(shape[2]),
            values.count == shape.reduce(1, *)
        else { return nil }
        (height, width) = (shape[1], shape[2])
        let size = shape[1] * shape[2]
        let stride = shape[0] == 3 ? size : 0
        dots = (0..<size).flatMap { place in
            (0..<3).map { channel in
                let value = values[place + channel * stride]
                return value > 0 ? UInt8((255 * min(1, value)).rounded()) : 0
            }
        }
    }

    /// PNG, without any size in print.
    public func png() throws(FigureFault) -> [UInt8] {
        guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)) else {
            throw FigureFault(reason: "no image surface")
        }
        defer { cairo_surface_destroy(surface) }
        cairo_surface_flush(surface)
        guard let memory = cairo_image_surface_get_data(surface) else { throw FigureFault(reason: "no pixels") }
        let stride = Int(cairo_image_surface_get_stride(surface))
        for row in 0..<height {
            let line = UnsafeMutableRawPointer(memory + row * stride)
            for column in 0..<width {
                let dot = 3 * (row * width + column)
                let color = UInt32(dots[dot]) << 16 | UInt32(dots[dot + 1]) << 8 | UInt32(dots[dot + 2])
                line.storeBytes(of: color, toByteOffset: 4 * column, as: UInt32.self)
            }
        }
        cairo_surface_mark_dirty(surface)
        let sink = ByteSink()
        let status = cairo_surface_write_to_png_stream(surface, ByteSink.write, sink.address)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw FigureFault(reason: String(cString: cairo_status_to_string(status)))
        }
        return sink.bytes
    }
}

extension PixelPicture {
    /// The largest whole number by which a difference is magnified.
    public static let largestMagnification = 128

    /// `changed − values`, magnified as far as it fits around middle grey, which is no difference.
    public static func difference(
        _ changed: [Float], from values: [Float], shape: [Int]
    ) -> (picture: PixelPicture, magnification: Int)? {
        guard changed.count == values.count else { return nil }
        let differences = zip(changed, values).map { $0 - $1 }
        let largest = differences.reduce(0) { max($0, $1.magnitude) }
        let fitting = largest > 0 ? (0.5 / Double(largest)).rounded(.down) : 1
        let magnification = max(1, Int(min(Double(largestMagnification), fitting)))
        return PixelPicture(differences.map { 0.5 + Float(magnification) * $0 }, shape: shape).map {
            ($0, magnification)
        }
    }
}
