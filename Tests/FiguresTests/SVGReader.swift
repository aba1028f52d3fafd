import Figures
import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What a program that reads XML finds in a figure.
final class SVGReader: NSObject, XMLParserDelegate {
    private(set) var isWellFormed = false
    private(set) var title = ""
    private(set) var texts: [String] = []
    private(set) var shapes = 0
    private var inside = ""

    init(_ scene: Scene) {
        super.init()
        let parser = XMLParser(data: Data(SVGRenderer.svg(scene)))
        parser.delegate = self
        isWellFormed = parser.parse()
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        inside = name
        if name == "text" { texts.append("") }
        if ["rect", "polygon", "polyline", "circle", "path"].contains(name) { shapes += 1 }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if inside == "text" { texts[texts.count - 1] += string }
        if inside == "title" { title += string }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        inside = ""
    }
}
