import DataFormats
import Figures
import Foundation
import Questions
import Reporter
import ResultStore
import SuiteFiles
import Testing

/// `index.html` says what the outcomes say, follows from what lies beside it, and can be left out.
@Suite("The page of a report") struct PageTests {
    @Test func answersAreThoseOfTheOutcomes() throws {
        let fixture = Fixture()
        try withFolder { folder in
            let summary = try write(fixture, to: folder)
            #expect(summary.files.suffix(2) == ["index.html", "report.md"])
            let html = try String(contentsOfFile: folder + "/index.html", encoding: .utf8)
            #expect(html.contains(summary.headline.replacing("'", with: "&#39;")))
            let json = try PageRows(html)
            #expect(json.count("network") == 80)
            // Method 1 is MILP, the last but one of the fixture: by the model's order attacks come first.
            #expect(json.methods == ["PGD", "MILP", "LP-ALL", "LP-LAST", "LP-GREEDY", "SIMPLEX"])
            for (row, epsilon) in [0.02, 0.05, 0.1, 0.2].enumerated() {
                for index in 0..<20 {
                    let outcome = fixture.outcome("lp-all", index, epsilon)
                    let found = try #require(json.answers[2]["lower"] as? [Any])[20 * row + index] as? Double
                    #expect(outcome.marginLower.map { abs($0 - (found ?? .nan)) <= 1e-3 * abs($0) } ?? (found == nil))
                }
            }
            let states = json.texts("states")
            let found = try #require(json.rows["state"] as? [Int]).map { states[$0] }
            #expect(found.count { $0 == "open" } == summary.openQueries)
            #expect(found.count { $0 == "misclassified" } == 4)
        }
    }

    @Test func aPageCanBeLeftOut() throws {
        let fixture = Fixture()
        try withFolder { folder in
            let files = try write(fixture, to: folder).files
            let without = try Reporter.write(
                snapshot: fixture.snapshot, suite: fixture.suite, catalog: fixture.catalog, to: folder, hasPage: false)
            #expect(files.filter { $0 != "index.html" } == without.files)
            // An older one would say what is no longer so.
            #expect(!FileManager.default.fileExists(atPath: folder + "/index.html"))
        }
    }

    @Test func picturesAreKeptBesideThePage() throws {
        let shown = ShownFixture()
        try withFolder { folder in
            let first = try shown.write(to: folder + "/first") { shown.pictures(for: $0) }
            #expect(first.files.contains(PictureFile.name))
            let kept = "\(folder)/first/\(PictureFile.name)"
            let second = try shown.write(to: folder + "/second") { _ throws(ReportFault) in try PictureFile.read(kept) }
            #expect(Reporter.differences(of: folder + "/first", from: folder + "/second", files: second.files).isEmpty)
            let html = try String(contentsOfFile: folder + "/first/index.html", encoding: .utf8)
            let json = try #require(html.firstMatch(of: /id="shown">([^<]*)</)).output.1
            let pictures = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            let queries = try #require(pictures["queries"] as? [[String: Any]])
            #expect(!queries.isEmpty && queries.count <= PictureRequest.limit)
            let witness = try #require(queries.lazy.compactMap { $0["witness"] as? [String: Any] }.first)
            // Pixels differ by 1/16 at most: grey ± 1/2 is reached eight times as far.
            #expect(witness["magnification"] as? Int == 8 && witness["class"] as? Int == 1)
            #expect((witness["scores"] as? [Double])?.count == 10)
        }
    }

    /// Pixels that are not those of their name are none.
    @Test func noPictureIsBelieved() throws {
        let shown = ShownFixture()
        try withFolder { folder in
            _ = try shown.write(to: folder) { shown.pictures(for: $0) }
            let path = "\(folder)/\(PictureFile.name)"
            let text = String(decoding: try Gzip.decompress(try FileBytes.read(path)), as: UTF8.self)
            for part in ["\"sample\":", "\"witness\":"] {
                var lines = text.components(separatedBy: "\n")
                let line = try #require(lines.firstIndex { $0.contains(part) })
                // The first letters of base64 are those of the first pixel.
                lines[line] = lines[line].replacing("\"pixels\":\"AAAA", with: "\"pixels\":\"AAAB", maxReplacements: 1)
                let isChanged = lines[line] != text.components(separatedBy: "\n")[line]
                #expect(isChanged)
                try Data(Gzip.compress(Array(lines.joined(separator: "\n").utf8))).write(to: URL(fileURLWithPath: path))
                #expect { _ = try PictureFile.read(path) } throws: {
                    if case ReportFault.pictures(let reason) = $0 { reason.contains("line \(line + 1)") } else { false }
                }
            }
            try Data([0x1F, 0x8B, 1]).write(to: URL(fileURLWithPath: path))
            #expect(throws: ReportFault.self) { try PictureFile.read(path) }
            #expect(try PictureFile.read(path + ".nowhere").isEmpty)
        }
    }
}

/// The packed rows of a page.
struct PageRows {
    let json: [String: Any]

    init(_ html: String) throws {
        let packed = try #require(html.firstMatch(of: /<script type="text\/plain" id="rows">([^<]*)<\/script>/)).output
            .1
        let bytes = try Gzip.decompress(Array(try #require(Data(base64Encoded: String(packed)))))
        json = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    var rows: [String: Any] { json["rows"] as? [String: Any] ?? [:] }
    var answers: [[String: Any]] { json["answers"] as? [[String: Any]] ?? [] }
    var methods: [String] { (json["methods"] as? [[String: Any]] ?? []).compactMap { $0["title"] as? String } }
    func texts(_ name: String) -> [String] { json[name] as? [String] ?? [] }
    func count(_ column: String) -> Int { (rows[column] as? [Any])?.count ?? 0 }
}

/// The fixture with images of 2 × 3 pixels and witnesses that are known.
struct ShownFixture {
    static let shape = [1, 2, 3]
    private let fixture = Fixture()

    private static func image(_ index: Int) -> [Float] { (0..<6).map { Float(($0 * 40 * index) % 200) / 256 } }
    private static func witness(_ index: Int) -> [Float] {
        image(index).enumerated().map { $1 + ($0 % 2 == 0 ? 0 : 0.0625) }
    }

    var snapshot: RunSnapshot {
        var snapshot = fixture.snapshot
        snapshot.samples = snapshot.samples.map { sample in
            let image = Sample(id: sample.id, label: sample.label, pixels: Self.image(sample.id.index))
            return StoredSample(id: sample.id, label: sample.label, digest: image.digest)
        }
        for cell in snapshot.outcomes.indices {
            for place in snapshot.outcomes[cell].indices where snapshot.outcomes[cell][place].outcome.witness != nil {
                let index = snapshot.outcomes[cell][place].sample.index
                snapshot.outcomes[cell][place].fingerprint = PixelFingerprint(of: Self.witness(index))
            }
        }
        return snapshot
    }

    func pictures(for request: PictureRequest) -> Pictures {
        var pictures = Pictures(shape: Self.shape)
        for query in request.queries {
            let index = query.sample.id.index
            pictures.images[query.sample.digest] = Self.image(index)
            guard let network = query.networkDigest, let witness = query.witness else { continue }
            pictures.witnesses[witness] = Self.witness(index)
            let scores = (0..<10).map { Double($0) / 8 }
            pictures.scores[.init(network: network, sample: query.sample.digest)] = scores
            pictures.scores[.init(network: network, witness: witness)] = scores.reversed()
        }
        return pictures
    }

    func write(
        to folder: String, _ pictures: (PictureRequest) throws(ReportFault) -> Pictures
    ) throws -> ReportSummary {
        try Reporter.write(
            snapshot: snapshot, suite: fixture.suite, catalog: fixture.catalog, to: folder, pictures: pictures)
    }
}
