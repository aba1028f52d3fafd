import Figures
import Foundation
import Testing

@Suite struct SceneTests {
    @Test(arguments: Examples.all.map(\.name)) func scenesAreAsRecorded(name: String) throws {
        let plot = try #require(Examples.all.first { $0.name == name }?.plot)
        try expectGolden(plot.scene().description, "\(name).txt")
    }

    @Test(arguments: Examples.all.map(\.name), [244.8, 180, 504]) func nothingLeavesTheCanvas(
        name: String, width: Double
    ) throws {
        let scene = try #require(Examples.all.first { $0.name == name }?.plot).scene(width: width)
        let canvas = scene.canvas
        for run in scene.texts { #expect(canvas.contains(run.extent), "\(run.text) at \(run.extent) of \(canvas)") }
        for instruction in scene.instructions {
            let points: [Point] =
                switch instruction {
                case .polygon(let points, _), .polyline(let points, _): points
                case .marker(_, let point, let size, _, _):
                    [Point(point.x - size / 2, point.y - size / 2), Point(point.x + size / 2, point.y + size / 2)]
                case .rectangle(let rect, _): [Point(rect.left, rect.top), Point(rect.right, rect.bottom)]
                case .text: []
                }
            for point in points {
                #expect((0...scene.width).contains(point.x) && (0...scene.height).contains(point.y), "\(instruction)")
            }
        }
    }

    @Test(arguments: Examples.all.map(\.name)) func textsAndPartsDoNotOverlap(name: String) throws {
        let scene = try #require(Examples.all.first { $0.name == name }?.plot).scene()
        let axes = scene.regions.filter { $0.key.hasPrefix("axes") }.map(\.value)
        let legend = try #require(scene.regions["legend"])
        #expect(!axes.isEmpty && axes.allSatisfy { !$0.overlaps(legend) && $0.width > 60 })
        let texts = scene.texts
        for (number, run) in texts.enumerated() {
            #expect(!axes.contains { run.extent.overlaps($0) }, "“\(run.text)” lies over the data")
            for other in texts[(number + 1)...] where !run.text.isEmpty && !other.text.isEmpty {
                #expect(!run.extent.overlaps(other.extent), "“\(run.text)” over “\(other.text)”")
            }
        }
    }

    @Test func sizesSuitAPaper() {
        let scene = Examples.brackets.scene()
        #expect(scene.width == 244.8)
        #expect(scene.texts.allSatisfy { $0.size >= 8 })
    }

    @Test func scenesTravelAsJSON() throws {
        let scene = Examples.brackets.scene()
        #expect(try JSONDecoder().decode(Scene.self, from: JSONEncoder().encode(scene)) == scene)
    }
}

/// Compares with a recorded text; `VERIGAP_RECORD=1` records it anew and fails, so that no run both records and passes.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Goldens/Figures")
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["VERIGAP_RECORD"] == "1" {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        Issue.record("recorded \(name)", sourceLocation: sourceLocation)
        return
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    guard recorded != text else { return }
    let pairs = zip(recorded.split(separator: "\n"), text.split(separator: "\n"))
    let first = pairs.first { $0 != $1 }.map { "recorded: \($0)\nnow:      \($1)" } ?? "one is longer"
    Issue.record("\(name) differs\n\(first)", sourceLocation: sourceLocation)
}
