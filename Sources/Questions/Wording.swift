/// How sentences speak of numbers of things.
package enum Wording {
    /// `1 network`, `2 networks`; `plural` where adding an s will not do.
    package static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
    }
}
