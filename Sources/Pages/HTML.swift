import Tables

/// HTML that is safe by construction: text and attributes are escaped where they enter.
struct HTML {
    private(set) var text: String

    /// `text` as text.
    init(_ text: String) { self.text = PlainText.escapedHTML(text) }

    /// What is HTML already.
    init(raw: String) { text = raw }

    /// An element. `name` and the names of attributes are ours; a `nil` value leaves an attribute out, an empty one makes it
    /// a bare word.
    static func element(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: HTML...) -> HTML
    {
        element(name, attributes, content)
    }

    static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: [HTML]
    ) -> HTML {
        var text = "<\(name)"
        for (key, value) in attributes {
            guard let value else { continue }
            text += value.isEmpty ? " \(key)" : " \(key)=\"\(PlainText.escapedHTML(value))\""
        }
        text += ">"
        for part in content { text += part.text }
        return HTML(raw: text + "</\(name)>")
    }

    /// A picture whose bytes stand in the page.
    static func picture(png: [UInt8], alternative: String, width: Int? = nil) -> HTML {
        var text = "<img alt=\"\(PlainText.escapedHTML(alternative))\" src=\"\(Packed.dataAddress(png: png))\""
        if let width { text += " width=\"\(width)\"" }
        return HTML(raw: text + ">")
    }

    static func + (first: HTML, second: HTML) -> HTML { HTML(raw: first.text + second.text) }
}

extension Sequence where Element == HTML {
    /// All of them, one a line.
    var joined: HTML { HTML(raw: map(\.text).joined(separator: "\n")) }
}
