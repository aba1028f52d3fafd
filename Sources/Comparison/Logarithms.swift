#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// eˣ; a name of its own, so that one file knows where it comes from.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm.
func logarithm(_ x: Double) -> Double { log(x) }

/// The decimal logarithm to two digits; infinities stay what they are.
func hundredthOfDecade(_ x: Double) -> Double { (100 * log10(x)).rounded() }
