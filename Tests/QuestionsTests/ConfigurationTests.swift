import Foundation
import Questions
import Testing

@Suite struct ConfigurationTests {
    private let configuration: Configuration = {
        let descriptor = MethodDescriptor(
            name: "pgd", title: "PGD", summary: "", source: "", claim: .attack, norms: [.infinity],
            options: [
                OptionDescriptor("steps", .integer(1...1000), default: .integer(40), help: ""),
                OptionDescriptor("step-size", .number(0...1), default: .number(0.01), help: ""),
                OptionDescriptor("random-start", .boolean, default: .boolean(false), help: ""),
                OptionDescriptor(
                    "loss", .choice(["margin", "cross-entropy"]), default: .text("cross-entropy"), help: ""),
                OptionDescriptor("stop-after", .duration(0...60), default: .integer(2), help: ""),
            ],
            costRank: 1)
        return Configuration(
            network: Digest(of: "network"), perturbation: PerturbationSet(epsilon: 0.1),
            method: MethodCall(descriptor), revision: 3, reference: .label, measure: .margin, budget: Budget())
    }()

    /// Stores refer to outcomes by hashes of this text: it may never change.
    private let golden = """
        {"budget":{"memoryBytes":4294967296,"perQuerySeconds":60},"measure":"margin",\
        "method":{"name":"pgd","options":{"loss":"cross-entropy","random-start":false,"step-size":0.01,"steps":40,\
        "stop-after":2}},\
        "network":"3009be769fb8f956e8413ee9f3e0836e34968bc40457d0a10c549d2edcf00cc1",\
        "perturbation":{"domain":{"lower":0,"upper":1},"epsilon":0.1,"norm":"inf"},"reference":"label","revision":3}
        """

    @Test func canonicalTextIsPinned() {
        #expect(configuration.canonicalJSON == golden)
        #expect(
            configuration.digest.description == "2141642c90cc4ca79a85ae33d3a2de4580e20c712cd0048cd49c47340954d2a2")
    }

    @Test func `an option that came later changes a configuration only away from its default`() {
        func call(_ options: [OptionDescriptor], _ given: [String: OptionValue] = [:]) -> MethodCall {
            MethodCall(
                MethodDescriptor(
                    name: "pgd", title: "PGD", summary: "", source: "", claim: .attack, norms: [.infinity],
                    options: options, costRank: 1), options: given)
        }
        let steps = OptionDescriptor("steps", .integer(1...9), default: .integer(4), help: "")
        let later = OptionDescriptor("tail", .number(0...9), default: .number(0), cameLater: true, help: "")
        #expect(call([steps, later]) == call([steps]))
        #expect(call([steps, later], ["tail": .integer(0)]) == call([steps]))
        #expect(call([steps, later]).numberIfPresent("tail") == nil)
        let away = call([steps, later], ["tail": .integer(2)])
        #expect(away.options == ["steps": .integer(4), "tail": .number(2)])
        #expect(away.numberIfPresent("tail") == 2)
    }

    @Test func runKeyIsPinned() {
        let sample = Sample(
            id: SampleID(dataset: "mnist", split: "test", index: 0), label: 3, pixels: [0, 0.5, 1, 0.1])
        let key = RunKey(configuration: configuration.digest, sample: sample.digest)
        #expect(key.description == "6774d66b1a61b72f5f1b3ac5c37bf9afd48c398d9fe33fafc0e1e2567c076e1e")
        #expect(RunKey(configuration: sample.digest, sample: configuration.digest) != key)
    }

    @Test func textSurvivesReadingAndWriting() throws {
        for domain in [InputDomain.unit, InputDomain(lower: -1.5, upper: 2.25), nil] {
            for epsilon in [0, 0.1, 2.0 / 255, 1e-9, 3, 0.1.nextUp] {
                var example = configuration
                example.perturbation = PerturbationSet(norm: .two, epsilon: epsilon, domain: domain)
                let text = example.canonicalJSON
                let read = try JSONDecoder().decode(Configuration.self, from: Data(text.utf8))
                #expect(read.canonicalJSON == text)
                #expect(read.perturbation == example.perturbation)
                #expect(read.digest == example.digest)
            }
        }
    }

    @Test func unboundedDomainIsLeftOut() {
        var example = configuration
        example.perturbation.domain = nil
        #expect(example.canonicalJSON.contains(#""perturbation":{"epsilon":0.1,"norm":"inf"}"#))
    }

    @Test func everyPartEntersTheDigest() {
        let changes: [(inout Configuration) -> Void] = [
            { $0.network = Digest(of: "another") },
            { $0.perturbation.epsilon = $0.perturbation.epsilon.nextUp },
            { $0.perturbation.norm = .two },
            { $0.perturbation.domain = nil },
            { $0.perturbation.domain?.upper = 2 },
            { $0.method.name = "i-fgsm" },
            { $0.method.options["steps"] = .integer(41) },
            { $0.method.options["random-start"] = .boolean(true) },
            { $0.method.options["loss"] = .text("margin") },
            { $0.revision += 1 },
            { $0.reference = .prediction },
            { $0.measure = .verdict },
            { $0.budget.perQuerySeconds = 61 },
            { $0.budget.memoryBytes += 1 },
        ]
        var seen: Set = [configuration.digest]
        for change in changes {
            var changed = configuration
            change(&changed)
            #expect(seen.insert(changed.digest).inserted, "\(changed.canonicalJSON)")
        }
        #expect(seen.count == changes.count + 1)
    }
}
