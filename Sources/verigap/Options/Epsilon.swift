import ArgumentParser
import SuiteFiles

/// The factor of stored pixels: `1/255`.
package struct PixelScale: ExpressibleByArgument, Hashable {
    package let value: Double

    package init?(argument: String) {
        guard let value = Quantities.number(argument), value > 0 else { return nil }
        self.value = value
    }
}

/// A radius in pixel space: `0.1`, `1e-3` or `8/255`.
package struct Epsilon: ExpressibleByArgument, Hashable {
    package let value: Double
    /// As typed.
    package let text: String

    package init?(argument: String) {
        guard let value = Quantities.number(argument), value >= 0 else { return nil }
        self.value = value
        text = argument
    }
}
