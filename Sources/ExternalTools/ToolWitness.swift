import Networks
import Questions
import VNNLIB
import WitnessCheck

/// Judges what a tool hands in as a counterexample.
struct ToolWitness {
    let question: AskedQuestion
    /// The question as the tool was asked it.
    let property: VNNLIBProperty
    let network: Network

    /// What becomes of a claim: `falsified` with a witness that counts, else `witnessRejected` with how far it misses, or `unknown`
    /// where numbers cannot tell.
    func outcome(of statement: ToolStatement) -> Outcome {
        func rejected(_ reason: String) -> Outcome { Outcome(verdict: .witnessRejected, note: reason) }
        if let damage = statement.damage { return rejected("its counterexample cannot be read: \(damage)") }
        guard let point = statement.counterexample?.inputs else { return rejected("it gave no counterexample") }
        guard point.count == property.inputCount else {
            return rejected("its counterexample has \(point.count) inputs, not \(property.inputCount)")
        }
        let witness = Witness(pixels: floats(point), adversarialClass: question.query.label)
        let claim = Outcome(verdict: .falsified, witness: witness)
        var settled = WitnessCheck.settle(claim, for: question, on: network)
        if settled.verdict != .falsified {
            let miss = property.miss(inputs: point, outputs: WitnessCheck.outputs(of: network, at: point))
            settled.note = [settled.note, miss.map { "its counterexample \($0.words)" }].compactMap(\.self)
                .joined(separator: "; ")
        }
        return settled
    }

    // MARK: Floats

    /// The witness that is checked: per input the float next to the tool's number, or one of that float's two neighbours where it is
    /// outside the set and they are not. Of an input between whose ends no float lies, what is added to the lower end to come to
    /// the number, or to the end next to it where they differ by no more than a float's last bit.
    private func floats(_ point: [Double]) -> [Float] {
        let box = part(nearest: point)
        return point.indices.map { Self.float(point[$0], box.lower[$0], box.upper[$0], isGiven: box.isGiven) }
    }

    private typealias Ends = (lower: [Double], upper: [Double], isGiven: Bool)

    /// The set, or of several boxes the one that the point misses least; the ends of doubles inside it.
    private func part(nearest point: [Double]) -> Ends {
        guard let given = question.query.sample.given else {
            let inner = property.regions.first?.box.map(\.inner) ?? []
            return (inner.map(\.lower), inner.map(\.upper), false)
        }
        func miss(_ box: Box) -> Double {
            point.indices.reduce(0) { max($0, box.lower[$1] - point[$1], point[$1] - box.upper[$1]) }
        }
        let box = given.parts.map(\.box).min { miss($0) < miss($1) } ?? Box(lower: point, upper: point)
        return (box.lower, box.upper, true)
    }

    private static func float(_ number: Double, _ lower: Double, _ upper: Double, isGiven: Bool) -> Float {
        let offset = isGiven ? GivenInput(lower: lower, upper: upper).offset : 0
        let nearest = Float(number - offset)
        guard offset != 0 else {
            let candidates = [nearest, nearest.nextDown, nearest.nextUp]
            return candidates.first { lower <= Double($0) && Double($0) <= upper } ?? nearest
        }
        // No float lies inside: a tool that counts in floats can only hand in one next to it.
        let inside = min(max(number, lower), upper)
        guard abs(number - inside) <= Double(Float(lower).ulp) else { return nearest }
        return max(0, Float(inside - lower).nextDown)
    }
}
