import Cluster
import Foundation
import Testing

@Suite("Staged once by content")
struct StagingTests {
    @Test func onceForEachContent() throws {
        let source = try TemporaryFolder()
        let shared = try TemporaryFolder()
        let staging = Staging(root: shared.path)
        let first = try source.write("weights", to: "a.onnx")
        let place = try staging.stage(first)
        #expect(place.hasSuffix("/a.onnx") && place.hasPrefix("inputs/"))
        #expect(try String(contentsOfFile: "\(shared.path)/\(place)", encoding: .utf8) == "weights")
        // The same bytes under another name lie beside them; other bytes elsewhere.
        let twin = try staging.stage(try source.write("weights", to: "b.onnx"))
        #expect(twin == place.replacing("a.onnx", with: "b.onnx"))
        #expect(FileManager.default.fileExists(atPath: "\(shared.path)/\(twin)"))
        let changed = try staging.stage(try source.write("other weights", to: "a.onnx"))
        #expect(changed != place)
        #expect(try staging.stage(try source.write("weights", to: "a.onnx")) == place)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(shared.path)/inputs").count == 2)
    }

    @Test func foldersAndLinks() throws {
        let source = try TemporaryFolder()
        let shared = try TemporaryFolder()
        let staging = Staging(root: shared.path)
        try FileManager.default.createDirectory(atPath: source.path + "/net", withIntermediateDirectories: true)
        _ = try source.write("1", to: "net/w1.npy")
        _ = try source.write("2", to: "net/w2.npy")
        let place = try staging.stage(source.path + "/net")
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(shared.path)/\(place)")
        #expect(names.sorted() == ["w1.npy", "w2.npy"])
        // A link is followed: what it leads to is on no other machine.
        try FileManager.default.createSymbolicLink(
            atPath: source.path + "/link.npy", withDestinationPath: source.path + "/net/w1.npy")
        let linked = try staging.stage(source.path + "/link.npy")
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(shared.path)/\(linked)")
        #expect(attributes[.type] as? FileAttributeType == .typeRegular)
    }

    @Test func oneSubmissionAtATime() throws {
        let shared = try TemporaryFolder()
        var lock: SubmissionLock? = try SubmissionLock(suite: "smoke", in: shared.path)
        #expect(throws: ClusterFault.busy(path: "\(shared.path)/smoke/lock")) {
            try SubmissionLock(suite: "smoke", in: shared.path)
        }
        _ = try SubmissionLock(suite: "other", in: shared.path)
        lock = nil
        _ = try SubmissionLock(suite: "smoke", in: shared.path)
        #expect(lock == nil)
    }

    @Test func wavesAreNumbered() throws {
        let shared = try TemporaryFolder()
        #expect(try WaveFolder.next(of: "smoke", in: shared.path).number == 1)
        #expect(try WaveFolder.next(of: "smoke", in: shared.path).number == 2)
        // Nothing was submitted before its file is written.
        #expect(WaveFolder.all(of: "smoke", in: shared.path).isEmpty)
        #expect(WaveFolder.name(7) == "0007" && WaveFolder.name(12_345) == "12345")
    }
}
