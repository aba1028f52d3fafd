import Foundation
import Questions
import Testing

@Suite struct OptionTests {
    typealias Kind = OptionDescriptor.Kind

    @Test(arguments: [
        (Kind.integer(1...10), OptionValue.integer(1), nil),
        (.integer(1...10), .integer(10), nil),
        (.integer(1...10), .integer(0), "must lie in 1…10"),
        (.integer(1...10), .integer(11), "must lie in 1…10"),
        (.integer(1...10), .number(2), "must be a whole number"),
        (.integer(1...10), .text("2"), "must be a whole number"),
        (.integer(1...10), .boolean(true), "must be a whole number"),
        (.number(0...0.5), .number(0.5), nil),
        (.number(0...0.5), .integer(0), nil),
        (.number(0...0.5), .number(0.6), "must lie in 0.0…0.5"),
        (.number(0...0.5), .integer(1), "must lie in 0.0…0.5"),
        (.number(0...0.5), .number(.nan), "must lie in 0.0…0.5"),
        (.number(0...0.5), .boolean(false), "must be a number"),
        (.number(0...0.5), .text("0.1"), "must be a number"),
        (.duration(0...60), .number(0.2), nil),
        (.duration(0...60), .integer(60), nil),
        (.duration(0...60), .number(60.5), "must lie in 0.0…60.0"),
        (.duration(0...60), .integer(-1), "must lie in 0.0…60.0"),
        (.duration(0...60), .text("soon"), "must be a duration such as 30 s"),
        (.boolean, .boolean(false), nil),
        (.boolean, .integer(1), "must be true or false"),
        (.boolean, .text("yes"), "must be true or false"),
        (.choice(["a", "b"]), .text("b"), nil),
        (.choice(["a", "b"]), .text("c"), "must be one of a, b"),
        (.choice(["a", "b"]), .integer(1), "must be one of a, b"),
    ])
    func faults(kind: Kind, value: OptionValue, expected: String?) {
        let option = OptionDescriptor("x", kind, default: value, help: "")
        #expect(option.fault(in: value) == expected)
    }

    @Test(arguments: [
        (Kind.number(0...9), OptionValue.integer(1), OptionValue.number(1)),
        (.duration(0...9), .integer(2), .number(2)),
        (.number(0...9), .number(0.5), .number(0.5)),
        (.integer(0...9), .integer(3), .integer(3)),
        (.boolean, .boolean(true), .boolean(true)),
        (.choice(["a"]), .text("a"), .text("a")),
    ])
    func canonicalForms(kind: Kind, value: OptionValue, expected: OptionValue) {
        let option = OptionDescriptor("x", kind, default: value, help: "")
        #expect(option.canonical(value) == expected)
        #expect(option.canonical(expected) == expected)
    }

    @Test(arguments: [
        (OptionValue.integer(0), "0"), (.integer(1), "1"), (.integer(-7), "-7"),
        (.integer(.max), "9223372036854775807"),
        (.number(0.25), "0.25"), (.number(1e-9), "1e-09"), (.boolean(true), "true"), (.boolean(false), "false"),
        (.text(""), #""""#), (.text("1"), #""1""#), (.text("true"), #""true""#), (.text("l∞ \"x\""), #""l∞ \"x\"""#),
    ])
    func valuesSurviveJSON(value: OptionValue, text: String) throws {
        let data = try JSONEncoder().encode(value)
        #expect(String(decoding: data, as: UTF8.self) == text)
        #expect(try JSONDecoder().decode(OptionValue.self, from: data) == value)
    }

    /// JSON has one kind of number: a whole one comes back as an integer, with the same text.
    @Test func wholeNumbersComeBackAsIntegers() throws {
        let data = try JSONEncoder().encode(OptionValue.number(3))
        #expect(try JSONDecoder().decode(OptionValue.self, from: data) == .integer(3))
    }

    @Test func refusesOtherJSON() {
        for text in ["[1]", "{}", "null"] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(OptionValue.self, from: Data(text.utf8))
            }
        }
    }

    @Test(arguments: [
        (OptionValue.integer(-3), "-3"), (.number(2), "2"), (.number(0.01), "0.01"), (.number(1e20), "1e+20"),
        (.boolean(true), "true"), (.text("margin"), "margin"),
    ])
    func descriptions(value: OptionValue, expected: String) {
        #expect(value.description == expected)
    }
}

@Suite struct MethodCallTests {
    private let descriptor = MethodDescriptor(
        name: "milp", title: "MILP", summary: "", source: "", claim: .exact, norms: [.infinity],
        options: [
            OptionDescriptor("nodes", .integer(1...100), default: .integer(5), help: ""),
            OptionDescriptor("tolerance", .number(0...1), default: .integer(0), help: ""),
            OptionDescriptor("time-limit", .duration(0...60), default: .number(30), unit: "s", help: ""),
            OptionDescriptor("tighten", .boolean, default: .boolean(true), help: ""),
            OptionDescriptor("rule", .choice(["first", "best"]), default: .text("best"), help: ""),
        ],
        costRank: 9)

    @Test func defaultsAreFilledInCanonically() {
        let call = MethodCall(descriptor)
        #expect(call.name == "milp")
        #expect(
            call.options == [
                "nodes": .integer(5), "tolerance": .number(0), "time-limit": .number(30), "tighten": .boolean(true),
                "rule": .text("best"),
            ])
    }

    @Test func givenOptionsReplaceDefaults() {
        let call = MethodCall(
            descriptor, options: ["nodes": .integer(7), "time-limit": .integer(2), "rule": .text("first")])
        #expect(call.integer("nodes") == 7)
        #expect(call.number("time-limit") == 2)
        #expect(call.options["time-limit"] == .number(2))
        #expect(call.text("rule") == "first")
        #expect(call.boolean("tighten"))
    }

    @Test func spellingsOfOneNumberAreOneConfiguration() {
        let whole = MethodCall(descriptor, options: ["tolerance": .integer(1)])
        #expect(whole == MethodCall(descriptor, options: ["tolerance": .number(1)]))
    }

    @Test func numbersThatTravelledAreStillRead() throws {
        let call = MethodCall(descriptor)
        let travelled = try JSONDecoder().decode(MethodCall.self, from: JSONEncoder().encode(call))
        #expect(travelled.number("time-limit") == 30)
        #expect(travelled.number("tolerance") == 0)
        #expect(travelled.integer("nodes") == 5)
        #expect(travelled.boolean("tighten"))
        #expect(travelled.text("rule") == "best")
    }
}

/// Choices that stand for libraries found at run time.
@Suite struct LibraryOptionTests {
    private let option = OptionDescriptor(
        "engine", .choice(["glpk", "highs"]), default: .text("glpk"), cameLater: true, libraries: ["highs"], help: "")
    private var descriptor: MethodDescriptor {
        MethodDescriptor(
            name: "lp", title: "LP", summary: "", source: "", claim: .lowerBound, norms: [.infinity],
            options: [option], costRank: 9)
    }

    private func call(_ engine: String?) -> MethodCall {
        MethodCall(descriptor, options: engine.map { ["engine": .text($0)] } ?? [:])
    }

    @Test(arguments: [
        ("glpk", "glpk", nil), ("highs", "highs", nil), ("highs-1.15.1", "highs", "1.15.1"),
        ("glpk-5.0", "glpk-5.0", nil), ("highsier", "highsier", nil), ("highs-", "highs", ""),
    ])
    func choiceAndVersionAreToldApart(value: String, name: String, version: String?) {
        let found = option.choice(in: value)
        #expect(found.name == name && found.version == version)
        if let version { #expect(OptionDescriptor.value(name, version: version) == .text(value)) }
    }

    @Test func onlyALibraryEntersTheConfiguration() {
        #expect(call(nil) == call("glpk") && call(nil).options.isEmpty)
        #expect(call("highs-1.15.1") != call("highs-1.12.0"))
        #expect(call("highs-1.15.1").words == "lp { engine: highs-1.15.1 }")
    }

    @Test func versionsAreTakenFromWhatWasRecorded() {
        let recorded = call("highs-1.12.0")
        for own in ["highs", "highs-1.15.1"] {
            #expect(call(own).naming(librariesOf: recorded, descriptor) == recorded)
        }
        #expect(call("highs").naming(librariesOf: recorded, descriptor, onlyOpen: true) == recorded)
        #expect(call("highs-1.15.1").naming(librariesOf: recorded, descriptor, onlyOpen: true) == call("highs-1.15.1"))
        #expect(call(nil).naming(librariesOf: recorded, descriptor) == call(nil))
        #expect(call("highs").naming(librariesOf: call(nil), descriptor) == call("highs"))
        #expect(call("highs").openLibraries(descriptor).map(\.choice) == ["highs"])
        #expect(recorded.openLibraries(descriptor).isEmpty && call(nil).openLibraries(descriptor).isEmpty)
    }
}
