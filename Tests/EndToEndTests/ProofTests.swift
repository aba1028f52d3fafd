import Foundation
import Proofs
import Questions
import Testing

@Suite("Proofs of the built program")
struct ProofTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace.withSmokeSuite() }

    private static let network = "Suites/networks/smoke.safetensors"

    private func verify(_ method: String, _ sample: Int, _ epsilon: Double) throws -> Ending {
        try workspace.verigap([
            "verify", "--network", Self.network, "--images", "Suites/data/smoke-points.npy", "--labels",
            "Suites/data/smoke-labels.npy", "--data", "smoke-points:test:\(sample)", "--epsilon", "\(epsilon)",
            "--method", method, "--proof", "proofs",
        ])
    }

    private func proofs() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: workspace.path("proofs")).sorted().map { "proofs/" + $0 }
    }

    @Test(arguments: ["interval", "lp-greedy", "crown", "lp-last", "lp-all", "bab"])
    func `verify writes what check accepts`(_ method: String) throws {
        // Intervals prove less.
        let epsilon = method == "interval" ? 0.005 : 0.05
        for sample in [3, 5, 8, 11] {
            let ending = try verify(method, sample, epsilon)
            #expect(ending.exitCode == 0 && ending.output.contains("\nproof"), "\(ending.errors)\(ending.output)")
        }
        let files = try proofs()
        #expect(!files.isEmpty)
        let ending = try workspace.verigap(["check"] + files)
        #expect(ending.exitCode == 0, "\(ending.output)\(ending.errors)")
        #expect(ending.output.contains("cover the set"), "\(ending.output)")
        let exact = try workspace.verigap("check", "--exact", "proofs")
        #expect(exact.exitCode == 0 && exact.output.contains("confirmed in exact arithmetic"), "\(exact.output)")
        #expect(try workspace.verigap(["check", "--quiet"] + files).output.isEmpty)
        let machine = try workspace.verigap(["check", "--json"] + files)
        let answers = try JSONSerialization.jsonObject(with: Data(machine.output.utf8)) as? [[String: Any]]
        #expect(answers?.count == files.count && answers?.allSatisfy { $0["holds"] as? Bool == true } == true)
    }

    @Test func `a witness is a proof too`() throws {
        // bab attacks first.
        for sample in 0..<12 { _ = try verify("bab", sample, 0.4) }
        for sample in 0..<12 { _ = try verify("pgd", sample, 0.4) }
        let ending = try workspace.verigap(["check"] + (try proofs()))
        #expect(ending.exitCode == 0 && ending.output.contains("the witness lies in the set"), "\(ending.output)")
    }

    @Test func `changed files are refused`() throws {
        _ = try verify("lp-all", 3, 0.02)
        let file = try #require(try proofs().first)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: workspace.path(file))))
        for position in [0, 9, 20, bytes.count / 2, bytes.count - 1] {
            var changed = bytes
            changed[position] ^= 1
            try workspace.write(changed, to: "changed.vgproof")
            let ending = try workspace.verigap("check", "changed.vgproof")
            #expect(ending.exitCode == 5 && ending.output.contains("refused"), "\(position): \(ending.output)")
        }
        try workspace.write(Array(bytes.dropLast(7)), to: "short.vgproof")
        #expect(try workspace.verigap("check", "short.vgproof", file).exitCode == 5)
        // With a digest that fits.
        var proof = try ProofFile.proof(from: bytes)
        proof.statement.label = 1 - proof.statement.label
        try workspace.write(ProofFile.bytes(of: proof), to: "label.vgproof")
        #expect(try workspace.verigap("check", "label.vgproof").exitCode == 5)
        proof.statement.label = 1 - proof.statement.label
        proof.statement.network = Digest(of: "another")
        try workspace.write(ProofFile.bytes(of: proof), to: "network.vgproof")
        let ending = try workspace.verigap("check", "network.vgproof")
        #expect(ending.exitCode == 5 && ending.output.contains("is about network"), "\(ending.output)")
        proof.statement.networkFile = "moved.safetensors"
        proof.statement.network = try ProofFile.proof(from: bytes).statement.network
        try workspace.write(ProofFile.bytes(of: proof), to: "moved.vgproof")
        let lost = try workspace.verigap("check", "moved.vgproof")
        #expect(lost.exitCode == 66 && lost.output.contains("--network"), "\(lost.output)\(lost.errors)")
        #expect(try workspace.verigap("check", "moved.vgproof", "--network", Self.network).exitCode == 0)
    }

    @Test func `what has no proof says so`() throws {
        let attack = try verify("simplex", 3, 0.02)
        #expect(attack.exitCode == 64 && attack.errors.contains("bab"), "\(attack.errors)")
        let unknown = try verify("lp-last", 5, 0.4)
        #expect(unknown.exitCode == 0 && unknown.output.contains("(none: the verdict is unknown)"), "\(unknown.output)")
        #expect(try workspace.verigap("check", "absent.vgproof").exitCode == 66)
        #expect(try workspace.verigap("check").exitCode == 64)
    }
}

extension ProofTests {
    @Test func `a run leaves a proof per run key`() throws {
        let suite = try String(contentsOfFile: workspace.path("Suites/smoke.yaml"), encoding: .utf8)
        let milp = try #require(suite.range(of: "  - milp: { time-limit: 5 s }\n"))
        try workspace.write(suite.replacingCharacters(in: milp, with: "  - bab\n"), to: "Suites/proved.yaml")
        let ending = try workspace.verigap(
            "run", "Suites/proved.yaml", "--quiet", "--store", Workspace.store, "--proof", "run")
        #expect(ending.exitCode == 0, "\(ending.errors)")
        let provers = ["interval", "lp-greedy", "crown", "lp-last", "lp-all", "bab"]
        let decided = try workspace.cells(of: "smoke").flatMap { cell in
            cell.outcomes.map(\.outcome).filter {
                // Of the others only witnesses can be re-verified.
                provers.contains(cell.method) ? $0.verdict.isDecided : $0.verdict == .falsified
            }
        }
        #expect(decided.count > 100)
        for outcome in decided { #expect(outcome.note == nil, "\(outcome.note ?? "")") }
        let files = try FileManager.default.contentsOfDirectory(atPath: workspace.path("run")).sorted()
        #expect(files.count == decided.count)
        let check = try workspace.verigap("check", "--quiet", "run")
        #expect(check.exitCode == 0 && check.output.isEmpty, "\(check.output)\(check.errors)")
        #expect(try workspace.verigap("check", "run").output.contains("\(files.count) proofs: "))
    }

    @Test func `a folder with a damaged proof is refused`() throws {
        _ = try verify("lp-all", 3, 0.02)
        try workspace.write(Array("VGPROOF\n".utf8), to: "proofs/short.vgproof")
        let ending = try workspace.verigap("check", "proofs")
        #expect(ending.exitCode == 5 && ending.output.contains("2 proofs: 1 robust, 0 falsified, 1 refused"))
        try FileManager.default.createDirectory(atPath: workspace.path("empty"), withIntermediateDirectories: false)
        #expect(try workspace.verigap("check", "empty").exitCode == 66)
    }

    @Test func `images of one's own are compared`() throws {
        _ = try verify("lp-all", 3, 0.02)
        let own = ["--images", "Suites/data/smoke-points.npy", "--labels", "Suites/data/smoke-labels.npy"]
        let ending = try workspace.verigap(["check", "proofs"] + own)
        #expect(ending.exitCode == 0 && ending.output.contains("the image is the dataset's"), "\(ending.output)")
        #expect(try workspace.verigap("check", "proofs").output.contains("the image is the proof's own"))
        #expect(try workspace.verigap("check", "proofs", "--images", "Suites/data/smoke-points.npy").exitCode == 64)
    }

    @Test func `only regular files are opened`() throws {
        _ = try verify("lp-all", 3, 0.02)
        #expect(mkfifo(workspace.path("pipe"), 0o600) == 0)
        for special in ["/dev/zero", "pipe"] {
            let ending = try workspace.verigap("check", "proofs", "--network", special)
            #expect(ending.exitCode == 5 && ending.output.contains("no regular file"), "\(ending.output)")
            #expect(try workspace.verigap("check", special).exitCode == 66)
        }
    }
}
