import ExternalTools
import Foundation
import LinearAlgebra
import Networks
import Questions
import Testing

/// Boxes that files state, with inputs between whose ends no float lies.
@Suite struct NumberlessInputTests {
    /// x₀ is 0.1, which is no float, and x₁ lies in [0, 1]; unsafe is y₁ ≥ 0.75.
    private func outcome(_ point: String) throws -> Outcome {
        let given = GivenProperty(parts: [
            .init(
                box: Box(lower: [0.1, 0], upper: [0.1, 1]), clauses: [[LinearForm([1: -1], constant: 0.75)]])
        ])
        let sample = Sample(
            id: SampleID(dataset: "given", split: "one", index: 0), label: 0, pixels: given.centre, given: given)
        let question = AskedQuestion(
            Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 1, domain: nil)), .given, shape: [0])
        let fake = try FakeTool("echo 'sat \(point)' > $3")
        return ToolRunner().answer(
            question, with: fake.tool(), on: try TwoInputs.network(), file: "two.safetensors", category: "two",
            until: Deadline(after: 60))
    }

    @Test func theNumberItself() throws {
        let outcome = try outcome("((X_0 0.1) (X_1 0.75))")
        #expect(outcome.verdict == .falsified, "\(outcome.note ?? "")")
        #expect(outcome.witness?.pixels == [0, 0.75])
    }

    /// What a tool that counts in single precision writes for 0.1.
    @Test func theFloatNextToIt() throws {
        #expect(try outcome("((X_0 0.10000000149011612) (X_1 0.75))").verdict == .falsified)
    }

    @Test func anotherNumber() throws {
        let outcome = try outcome("((X_0 0.1000001) (X_1 0.75))")
        #expect(outcome.verdict == .witnessRejected)
        #expect(outcome.note?.contains("within the competition's tolerance") == true, "\(outcome.note ?? "")")
    }
}
