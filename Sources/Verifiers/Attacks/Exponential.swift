#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Float {
    /// eˣ.
    static func exp(_ x: Float) -> Float { expf(x) }
}

extension Double {
    /// eˣ, by the C library, whatever module it comes from.
    static func exp(_ x: Double) -> Double { cExponential(x) }
}

private func cExponential(_ x: Double) -> Double { exp(x) }
