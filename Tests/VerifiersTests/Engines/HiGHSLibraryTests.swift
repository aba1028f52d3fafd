import Foundation
import Testing
import Verifiers

/// Where HiGHS is looked for, and what is said where it is not.
@Suite struct HiGHSLibraryTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-highs-\(UUID())").path

    private func library(_ demanded: String? = nil, in working: String, program: String? = nil) -> HiGHSLibrary {
        HiGHSLibrary(
            environment: demanded.map { [HiGHSLibrary.variable: $0] } ?? [:], workingDirectory: working,
            programDirectory: program)
    }

    private func put(_ file: String) throws -> String {
        let url = URL(fileURLWithPath: folder + "/" + file)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("no library".utf8).write(to: url)
        return url.path
    }

    @Test func `a path that is named is the only candidate`() {
        #expect(library("/opt/libhighs.so", in: "/nowhere").candidates == ["/opt/libhighs.so"])
        // The loader would look elsewhere for a name without a folder.
        #expect(library("libhighs.so", in: "/nowhere").candidates == ["./libhighs.so"])
        #expect(library("", in: "/nowhere").candidates == library(in: "/nowhere").candidates)
    }

    @Test func `the loader comes first, then what was fetched for the working folder or for the program`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(library(in: folder).candidates.allSatisfy { !$0.contains("/") })
        let name = try #require(library(in: folder).candidates.last)
        let beside = try put("house/.verigap/highs/\(name)")
        let here = try put("work/.verigap/highs/\(name)")
        let found = library(in: folder + "/work", program: folder + "/house/.build/release").candidates
        #expect(found.suffix(2) == [here, beside] && found.first?.contains("/") == false)
    }

    @Test func `a library that is named and is none is a mistake, with what the loader says`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let text = try put("libhighs.so")
        for path in [text, folder + "/nothing.so", folder] {
            let absence = try absence(library(path, in: "/nowhere"))
            #expect(absence.isMistake)
            #expect(absence.reason.hasPrefix("$VERIGAP_HIGHS: \(path): "), "\(absence.reason)")
            #expect(absence.remedy.contains("VERIGAP_HIGHS"))
        }
    }

    @Test func `a fetched file that is no library is named as well`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let name = try #require(library(in: folder).candidates.last)
        let file = try put(".verigap/highs/\(name)")
        // What the loader finds by itself comes first.
        guard case .failure(let absence) = library(in: folder).load() else { return }
        #expect(!absence.isMistake && absence.reason.contains(file), "\(absence.reason)")
        #expect(absence.remedy.contains("make highs") && absence.remedy.contains("libhighs"))
    }

    @Test(arguments: [
        ("1.8.0", true), ("1.10", true), ("1.15.1", true), ("1.99.0", true), ("1.7.2", false), ("0.9.0", false),
        ("2.0.0", false), ("", false), ("1", false), ("one.two", false),
    ])
    func `versions that are known to work`(_ version: String, _ isKnown: Bool) {
        #expect(HiGHSLibrary.accepts(version) == isKnown)
    }

    private func absence(_ library: HiGHSLibrary) throws -> EngineAbsence {
        switch library.load() {
        case .failure(let absence): return absence
        case .success(let engine):
            Issue.record("\(engine) was loaded")
            throw CancellationError()
        }
    }
}
