import ExactArithmetic
import Networks
import Questions
import Testing
import Verifiers
import WitnessCheck

/// Every pixel brighter or darker by one number: a family, in one file and one line.
private struct Brightness: InputFamily {
    static let descriptor = FamilyDescriptor(name: "brightness", summary: "x + θ.", sizeTitle: "shift", norm: .infinity)

    init(_ call: FamilyCall) {}

    func set(around sample: Sample, shape: [Int], _ perturbation: PerturbationSet) -> EmbeddedSet {
        let count = sample.pixels.count
        let map = AffineMap(
            rows: count, columns: 1, weight: Array(repeating: 1, count: count), bias: sample.pixels)
        return EmbeddedSet(
            parameters: [0], perturbation: PerturbationSet(epsilon: perturbation.epsilon, domain: nil), maps: [map])
    }

    func largestSize(norm: Norm, domain: InputDomain?, count: Int) -> Double { 1 }
}

private struct BrightnessPlaces: PlaceCheck {
    static let family = "brightness"
    let question: AskedQuestion

    init?(_ question: AskedQuestion) { self.question = question }

    func refusal(of point: [Float]) -> String? {
        point.count == 1 && Double(abs(point[0])) <= question.query.perturbation.epsilon ? nil : "too bright"
    }
    func image(of point: [Float]) -> [Dyadic] {
        question.query.sample.pixels.compactMap { pixel in
            Dyadic(Double(pixel)).flatMap { pixel in Dyadic(Double(point[0])).map { pixel + $0 } }
        }
    }
    func size(of point: [Float]) -> Double { Double(abs(point[0])) }
}

/// The class or the next one stays ahead of all others: a property with two forms in each clause, in one file and one line.
private struct EitherOfTwo: PropertyKind {
    static let descriptor = PropertyDescriptor(name: "either-of-two", summary: "y or y + 1 wins.")

    init(_ call: PropertyCall) {}

    func property(of sample: Sample, label: Int, classCount: Int) -> OutputProperty? {
        let second = (label + 1) % classCount
        return OutputProperty(
            clauses: (0..<classCount).filter { $0 != label && $0 != second }.map {
                [.margin(label, over: $0), .margin(second, over: $0)]
            })
    }
}

private enum EitherOfTwoClauses: ClauseCheck {
    static let property = "either-of-two"

    static func clauses(_: PropertyCall, of _: Sample, label: Int, classCount: Int) -> [[LinearForm]]? {
        let second = (label + 1) % classCount
        return (0..<classCount).filter { $0 != label && $0 != second }.map { rival in
            [LinearForm([label: 1, rival: -1]), LinearForm([second: 1, rival: -1])]
        }
    }
}

@Suite struct AddedFormTests {
    private static let families = FamilyRegistry.standard.adding(Brightness.self)
    private static let properties = PropertyRegistry.standard.adding(EitherOfTwo.self)
    private static let form = QuestionForm(
        family: FamilyCall(Brightness.descriptor), property: PropertyCall(EitherOfTwo.descriptor))

    private static func value(_ network: Network, _ image: [Double], label: Int) -> Double {
        let logits = PlainMargin.logits(network, image)
        let best = max(logits[label], logits[(label + 1) % 4])
        return (0..<4).filter { $0 != label && $0 != (label + 1) % 4 }.map { best - logits[$0] }.min() ?? .infinity
    }

    private static func ask(_ method: String, _ question: AskedQuestion, on network: Network) throws -> Outcome {
        let call = MethodCall(try #require(MethodRegistry.catalog[method]))
        let asker = QuestionAsker(call, on: network, families: families, properties: properties) { _ in
            WitnessJudge(settle: { outcome, _ in outcome }, distance: { _, _ in 0 })
        }
        return try #require(asker.answer([question], until: .never)?.first)
    }

    /// One parameter, so that a fine grid is the whole set.
    @Test(arguments: FormCase.all, [0.1, 0.5])
    func `added ones are asked of every method`(_ example: FormCase, _ size: Double) throws {
        let network = try example.network()
        let question = example.question(Self.form, size: size, on: network)
        let grid = (-500...500).map { step in
            let image = question.query.sample.pixels.map { Double($0) + size * Double(step) / 500 }
            return Self.value(network, image, label: question.query.label)
        }
        let least = try #require(grid.min())
        for method in ["interval", "lp-greedy", "crown", "lp-all"] {
            let lower = try #require(try Self.ask(method, question, on: network).marginLower)
            #expect(lower <= least + 1e-9, "\(method)")
        }
        for method in ["bab", "milp"] {
            let outcome = try Self.ask(method, question, on: network)
            let settled = WitnessCheck.settle(
                outcome, for: question, on: network, places: .standard.adding(BrightnessPlaces.self),
                properties: .standard.adding(EitherOfTwoClauses.self))
            #expect(settled.verdict == (least > 0 ? .robust : .falsified), "\(method) \(least)")
        }
    }

    /// No witness counts until a check of its own exists.
    @Test func `without a check witnesses are refused`() throws {
        let example = FormCase(seed: 0)
        let network = try example.network()
        let claim = Outcome(verdict: .falsified, witness: Witness(pixels: [0.1], adversarialClass: 0))
        for form in [
            Self.form, QuestionForm(family: Self.form.family), QuestionForm(property: Self.form.property),
        ] {
            let question = example.question(form, size: 1, on: network)
            #expect(WitnessCheck.settle(claim, for: question, on: network).verdict == .witnessRejected)
        }
        let question = example.question(Self.form, size: 1, on: network)
        let settled = WitnessCheck.settle(
            claim, for: question, on: network, places: .standard.adding(BrightnessPlaces.self))
        #expect(settled.verdict == .witnessRejected)
    }
}
