import Foundation
import Reporter
import Testing

/// A report that cannot be written leaves no parts of files behind.
@Suite struct UnwritableReportTests {
    @Test(arguments: ["results.csv", "tables/gap.tex", "report.md"])
    func nothingIsLeftOfIt(name: String) throws {
        try withFolder { folder in
            // A folder in the place of the file: what was written beside it cannot be renamed.
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)/kept", withIntermediateDirectories: true)
            #expect {
                _ = try write(Fixture(), to: folder)
            } throws: {
                guard case ReportFault.cannotWrite(let path, _) = $0 else { return false }
                return path == "\(folder)/\(name)"
            }
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
            #expect(!files.contains { $0.hasSuffix(".partial") }, "\(files)")
        }
    }

    /// What a crash left is removed by the next report.
    @Test func partsThatACrashLeft() throws {
        try withFolder { folder in
            _ = try write(Fixture(), to: folder)
            for name in ["results.csv.partial", "tables/gap.tex.partial"] {
                try Data([1]).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
            }
            _ = try write(Fixture(), to: folder)
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
            #expect(!files.contains { $0.hasSuffix(".partial") }, "\(files)")
        }
    }
}
