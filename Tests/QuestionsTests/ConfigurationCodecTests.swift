import Foundation
import Questions
import Testing

@Suite struct ConfigurationCodecTests {
    private static let golden = """
        {"budget":{"memoryBytes":4294967296,"perQuerySeconds":60},"measure":"margin",\
        "method":{"name":"pgd","options":{"loss":"margin","step-size":0.01,"steps":40,"tail":true}},\
        "network":"3009be769fb8f956e8413ee9f3e0836e34968bc40457d0a10c549d2edcf00cc1",\
        "perturbation":{"domain":{"lower":-0,"upper":1},"epsilon":0.1,"norm":"inf"},"reference":"label","revision":3}
        """

    @Test func textsSurvive() throws {
        let configuration = try ConfigurationCodec.configuration(Self.golden)
        #expect(ConfigurationCodec.text(configuration) == Self.golden)
        #expect(configuration.perturbation.domain?.lower.sign == .minus)
        #expect(configuration.method.words == "pgd { loss: margin, step-size: 0.01, steps: 40, tail: true }")
    }

    private static let form = """
        {"family":{"name":"blur","options":{"height":3,"width":5},"revision":1},"goal":{"name":"minimum-distortion",\
        "revision":2,"tolerance":0.001},"property":{"classes":[2,7],"name":"targets","revision":1}}
        """

    /// Only what version 1 cannot say is written in version 2, whose text is frozen as well.
    @Test func formsSurvive() throws {
        var configuration = try ConfigurationCodec.configuration(Self.golden)
        let plain = configuration.digest
        configuration.form = QuestionForm(
            family: FamilyCall(BlurFamily.descriptor, options: ["height": .integer(3)]),
            property: PropertyCall(TargetClasses.descriptor, classes: [7, 2]),
            goal: .minimumDistortion(tolerance: 1e-3))
        let text = ConfigurationCodec.text(configuration)
        #expect(text.contains("\"form\":\(Self.form)") && text.hasSuffix(#""revision":3,"version":2}"#))
        let read = try ConfigurationCodec.configuration(text)
        #expect(read == configuration && read.digest == configuration.digest && read.digest != plain)
        // What an earlier search answered keeps its key.
        let earlier = text.replacingOccurrences(of: #""revision":2,"tolerance""#, with: #""revision":1,"tolerance""#)
        let reread = try ConfigurationCodec.configuration(earlier)
        #expect(earlier != text && ConfigurationCodec.text(reread) == earlier)
        configuration.form.family = FamilyCall(PixelBoxFamily.descriptor, data: [0.5, 1])
        let boxes = try ConfigurationCodec.configuration(ConfigurationCodec.text(configuration))
        #expect(boxes.form.family.dataDigest == FamilyCall.digest(of: [0.5, 1]) && boxes.form.family.data.isEmpty)
        #expect(boxes.digest == configuration.digest)
        configuration.form = .plain
        #expect(configuration.digest == plain)
    }

    /// Version 3 is version 1 or 2 with a limit of processor time, and nothing else is written in it.
    @Test func limitsOfProcessorTimeSurvive() throws {
        var configuration = try ConfigurationCodec.configuration(Self.golden)
        configuration.budget.cpuSeconds = 30
        let text = Self.golden.replacingOccurrences(of: #"{"memoryBytes""#, with: #"{"cpuSeconds":30,"memoryBytes""#)
            .replacingOccurrences(of: #""revision":3}"#, with: #""revision":3,"version":3}"#)
        #expect(ConfigurationCodec.text(configuration) == text)
        #expect(try ConfigurationCodec.configuration(text) == configuration)
        configuration.form.goal = .minimumDistortion(tolerance: 1e-3)
        let read = try ConfigurationCodec.configuration(ConfigurationCodec.text(configuration))
        #expect(read == configuration && read.digest == configuration.digest)
        // A version that cannot have it does not.
        for other in ["", #","version":2"#] {
            let older = text.replacingOccurrences(of: #","version":3"#, with: other)
            #expect(throws: ConfigurationFault.malformed(key: "cpuSeconds")) {
                try ConfigurationCodec.configuration(older)
            }
        }
        configuration.form = .plain
        configuration.budget.cpuSeconds = nil
        #expect(ConfigurationCodec.text(configuration) == Self.golden)
    }

    /// Foundation's encoder wrote the first run keys.
    @Test func textsAreThoseOfFoundation() throws {
        var configuration = try ConfigurationCodec.configuration(Self.golden)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func check(_ place: String) throws {
            let text = String(decoding: try encoder.encode(configuration), as: UTF8.self)
            #expect(configuration.canonicalJSON == text, "\(place)")
            let read = try JSONDecoder().decode(Configuration.self, from: Data(text.utf8))
            #expect(read == configuration && read.digest == configuration.digest, "\(place)")
        }
        let numbers = [
            0, -0.0, 1, 0.1, 8.0 / 255, 1e-5, 1e-4, 123456.75, 1e15, 1e16, 1e17, 1e21, 1e300, 5e-324, .pi,
            .greatestFiniteMagnitude, 0.1 + 0.2,
        ]
        for number in numbers {
            configuration.perturbation.epsilon = number
            configuration.method.options["step-size"] = .number(number)
            // A whole number comes back as an integer.
            if number == number.rounded() { configuration.method.options["step-size"] = nil }
            try check("\(number)")
        }
        for text in ["", "a b", "\"\\/", "\u{1}\n\t\r\u{8}\u{C}\u{1F}\u{7F}", "ε ≤ ∞", "🦉", "e\u{301}"] {
            configuration.method.options = ["loss": .text(text), "lo-ss": .boolean(false), "Loss": .integer(-3)]
            configuration.method.options["lossy/\(text)"] = .integer(.max)
            try check(text)
        }
    }

    @Test(arguments: [
        ("{}", "a configuration whose 'method' is absent or none"),
        ("[]", "a configuration whose 'configuration' is absent or none"),
        ("{", "a configuration that is not JSON"),
        (
            golden.replacingOccurrences(of: #""revision":3"#, with: #""revision":3,"version":9"#),
            "a configuration of version 9: a later version of verigap wrote it, this one reads up to 3"
        ),
        (
            golden.replacingOccurrences(of: #""revision":3"#, with: #""revision":3.5"#),
            "a configuration whose 'revision' is absent or none"
        ),
        (
            golden.replacingOccurrences(of: #""revision":3"#, with: #""revision":3,"mood":1"#),
            "a configuration whose 'mood' is absent or none"
        ),
        (
            golden.replacingOccurrences(of: #""norm":"inf""#, with: #""norm":"3""#),
            "a configuration whose 'norm' is absent or none"
        ),
        (
            golden.replacingOccurrences(of: "true", with: "[]"), "a configuration whose 'tail' is absent or none"
        ),
        (golden.replacingOccurrences(of: "3009", with: "xyz"), "a configuration whose 'network' is absent or none"),
    ])
    func faults(_ example: (text: String, words: String)) {
        let fault = #expect(throws: ConfigurationFault.self) { try ConfigurationCodec.configuration(example.text) }
        #expect(fault?.description == example.words)
    }
}
