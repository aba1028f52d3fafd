import Questions
import Yams

extension SuiteParser {
    /// Families whose sets are boxes, which is all that the files of tools can state.
    private static let boxes = [
        BallFamily.descriptor.name, PixelBoxFamily.descriptor.name, GivenFamily.descriptor.name,
    ]

    /// The tool of `external: { tool: tools/vnncomp.yaml }`, with the faults of its description; `nil` where it is not at hand
    /// and nobody wants to run it.
    func externalTool(_ fields: Fields, _ suite: MethodSurroundings) -> ExternalTool? {
        if suite.goal.isRadius {
            fault("external tools answer questions of one size, not for the minimum distortion", at: fields.place)
        }
        if !Self.boxes.contains(suite.perturbation.family.name) {
            fault(
                "external tools cannot handle \(suite.perturbation.family.name)", at: fields.place,
                hint: "the files that they read state boxes: \(Self.boxes.joined(separator: ", "))")
        }
        guard let node = required("tool", in: fields, hint: "tool: the file that describes it, tools/vnncomp.yaml"),
            let path = file(node, "tool")
        else { return nil }
        guard catalog.requiresLibraries else { return try? ToolReader.read(path: path, requiresProgram: false) }
        do { return try ToolReader.read(path: path) } catch {
            faults += error.faults
            return nil
        }
    }
}
