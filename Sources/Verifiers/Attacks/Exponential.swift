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
