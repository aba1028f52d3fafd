import Foundation
import Testing

/// What `make install` puts below a prefix works from any folder, without the checkout.
@Suite struct InstallTests {
    private static let script = BuiltPrograms.repository.appendingPathComponent(".ci/install").path

    @Test func installedProgramsFindTheirSuites() throws {
        let workspace = try Workspace()
        let prefix = workspace.path("prefix")
        let install = try workspace.start(Self.script, ["--no-manual", prefix]).ending()
        #expect(install.exitCode == 0, "\(install.errors)")
        let program = prefix + "/bin/verigap"
        for file in ["share/verigap/Suites/smoke.yaml", "share/doc/verigap/LICENSE", "lib/verigap/verigap-worker"] {
            #expect(FileManager.default.fileExists(atPath: "\(prefix)/\(file)"), "\(file)")
        }
        let run = try workspace.start(program, ["run", "smoke", "--store", "s.sqlite", "--quiet"]).ending()
        #expect(run.exitCode == 0 && run.output.contains("robust"), "\(run.errors)")
        let verify = try workspace.start(
            program,
            [
                "verify", "--network", prefix + "/share/verigap/Suites/networks/smoke.safetensors", "--data",
                "mnist-sample:0", "--epsilon", "0.1", "--method", "pgd",
            ]
        ).ending()
        // The images are found; they are not those of this network.
        #expect(!verify.errors.contains("not found"), "\(verify.errors)")
        // Nothing but the prefix was written.
        #expect(try workspace.files().keys.allSatisfy { $0.hasPrefix("prefix/") || $0.hasPrefix("s.sqlite") })
    }

    @Test func prefixesAreAbsolute() throws {
        let workspace = try Workspace()
        let install = try workspace.start(Self.script, ["--no-manual", "prefix"]).ending()
        #expect(install.exitCode == 64 && install.errors.contains("must be absolute"))
    }
}
