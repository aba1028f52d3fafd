import Foundation
import Questions
import VNNLIB

/// What a tool has answered, as read from its result.
struct ToolStatement: Equatable {
    var answer: ToolAnswer
    /// Only with `violated`; `nil` where it gave none.
    var counterexample: Counterexample?
    /// What is wrong with the counterexample, where something is.
    var damage: String?
}

/// Why a tool's result says nothing.
struct ToolResultFault: Error, Equatable, CustomStringConvertible {
    var description: String
}

/// Reads results. Nothing is guessed: a text that says nothing, or two things, is a fault.
struct ToolResultReader {
    let tool: ExternalTool
    /// Reads the file of a counterexample; throws in words.
    var file: (_ place: String) throws(ToolResultFault) -> [UInt8]

    func statement(_ text: [UInt8]) throws(ToolResultFault) -> ToolStatement {
        let (answer, rest) = try tool.result.format == .vnncomp ? competitionAnswer(text) : wordAnswer(text)
        guard answer == .violated, let form = tool.counterexample else { return ToolStatement(answer: answer) }
        do throws(ToolResultFault) {
            let source = form.place == ToolCounterexampleForm.behindResult ? Array(rest) : try file(form.place)
            let found = try form.format == .standard ? standard(source) : numbers(source)
            return ToolStatement(answer: answer, counterexample: found)
        } catch {
            return ToolStatement(answer: answer, damage: error.description)
        }
    }

    // MARK: Answers

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private func competitionAnswer(_ text: [UInt8]) throws(ToolResultFault) -> (ToolAnswer, ArraySlice<UInt8>) {
        guard let start = text.firstIndex(where: { !Self.isBlank($0) }) else { throw Self.nothing }
        let end = text[start...].firstIndex { Self.isBlank($0) || $0 == UInt8(ascii: "(") } ?? text.count
        let word = String(decoding: text[start..<end].prefix(100), as: UTF8.self)
        guard !word.isEmpty, let verdict = CompetitionVerdict(word) else {
            let shown = Self.shown(text[start..<max(end, min(start + 1, text.count))])
            throw ToolResultFault(description: "its result begins with \"\(shown)\", which is no answer")
        }
        let answer: ToolAnswer =
            switch verdict {
            case .holds: .holds
            case .violated: .violated
            case .unknown: .unknown
            case .timeout: .timeout
            case .error: .error
            }
        return (answer, text[end...])
    }

    /// The lines that are words of the table; all have to say the same.
    private func wordAnswer(_ text: [UInt8]) throws(ToolResultFault) -> (ToolAnswer, ArraySlice<UInt8>) {
        var found: (answer: ToolAnswer, word: String)?
        var rest = text[text.endIndex...]
        var lineStart = 0
        while lineStart < text.count {
            let lineEnd = text[lineStart...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.count
            defer { lineStart = lineEnd + 1 }
            guard let word = word(in: text[lineStart..<lineEnd]), let answer = tool.result.words[word] else { continue }
            if let found, found.answer != answer {
                throw ToolResultFault(description: "it says both \"\(found.word)\" and \"\(word)\"")
            }
            found = (answer, word)
            rest = text[lineEnd...]
        }
        if let found { return (found.answer, rest) }
        guard text.contains(where: { !Self.isBlank($0) }) else { throw Self.nothing }
        throw ToolResultFault(
            description: "no line of its result is an answer; it begins with \"\(Self.shown(text[...]))\"")
    }

    /// A line, or what stands behind the marker in it, in lower case; `nil` for lines too long to be a word.
    private func word(in line: ArraySlice<UInt8>) -> String? {
        guard line.count <= 1 << 12 else { return nil }
        var text = Substring(String(decoding: line, as: UTF8.self))
        if let marker = tool.result.marker {
            guard let range = text.firstRange(of: marker) else { return nil }
            text = text[range.upperBound...]
        }
        return text.trimmingCharacters(in: .whitespaces).lowercased()
    }

    private static let nothing = ToolResultFault(description: "it wrote no result")

    /// The beginning of a text, for people.
    private static func shown(_ text: ArraySlice<UInt8>) -> String {
        let line = String(decoding: text.prefix(60), as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
        return String(
            String.UnicodeScalarView(line.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }

    // MARK: Counterexamples

    private func standard(_ text: [UInt8]) throws(ToolResultFault) -> Counterexample? {
        guard text.contains(where: { !Self.isBlank($0) }) else { return nil }
        do { return try Counterexample(text, path: "counterexample") } catch {
            let fault = error.faults.first.map { "\($0.message)" } ?? "\(error)"
            throw ToolResultFault(description: fault)
        }
    }

    private func numbers(_ text: [UInt8]) throws(ToolResultFault) -> Counterexample? {
        let isGap = { (byte: UInt8) in
            Self.isBlank(byte) || ",;[]()".utf8.contains(byte)
        }
        var numbers = [Double]()
        for part in text.split(whereSeparator: isGap) {
            let word = String(decoding: part.prefix(400), as: UTF8.self)
            guard let number = Double(word), number.isFinite else {
                throw ToolResultFault(description: "\"\(word.prefix(40))\" is no finite number")
            }
            numbers.append(number)
        }
        return numbers.isEmpty ? nil : Counterexample(inputs: numbers, outputs: [])
    }
}
