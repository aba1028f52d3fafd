import Foundation
import Testing

@Suite("Random samples from suite to report")
struct SampleTests {
    private func suite(_ samples: String) -> String {
        """
        suite: drawn
        dataset: { name: smoke-points, images: data/smoke-points.npy, labels: data/smoke-labels.npy, samples: \(samples) }
        networks:
          - { id: TINY, file: networks/smoke.safetensors, epsilons: [2/40] }
        methods: [clean, interval, { pgd: { samples: { SMALLER } } }]
        """
    }

    @Test func theSameImagesAndAnInterval() throws {
        let workspace = try Workspace.withSmokeSuite()
        let text = suite("{ random: 12, seed: 7 }").replacing("SMALLER", with: "first: 5")
        try workspace.write(text, to: "Suites/drawn.yaml")
        var positions = [[String]]()
        for store in ["a.sqlite", "b.sqlite"] {
            let run = try workspace.verigap("run", "drawn", "--store", store, "--quiet")
            #expect(run.exitCode == 0, "\(run.errors)")
            let report = try workspace.verigap("report", "drawn", "--store", store)
            #expect(report.exitCode == 0, "\(report.errors)")
            let rows = try String(contentsOfFile: workspace.path("Reports/drawn/results.csv"), encoding: .utf8)
                .components(separatedBy: "\r\n").dropFirst().filter { !$0.isEmpty }
                .map { $0.components(separatedBy: ",") }
            positions.append(rows.map { "\($0[7]) \($0[10])" }.sorted())
            #expect(rows.count == 12 + 12 + 5 && Set(rows.map { $0[10] }).count == 12)
        }
        #expect(positions[0] == positions[1])
        let report = try String(contentsOfFile: workspace.path("Reports/drawn/report.md"), encoding: .utf8)
        // The split of 40 is known from the run; the five are a random sample too; ε stands as written.
        #expect(report.contains("the whole split of 40 images, of which n images were drawn at random"))
        #expect(report.contains("| TINY    | 2/40 |") && report.contains("] (n = 5) |"))
    }

    @Test func tooManyAreFaultsBeforeTheRun() throws {
        let workspace = try Workspace.withSmokeSuite()
        for (samples, message) in [
            ("{ random: 41, seed: 7 }", "41 random images are asked for, smoke-points test has 40 images"),
            ("{ per-class: 39, seed: 7 }", "39 images of each class are asked for"),
        ] {
            let text = suite(samples).replacing("SMALLER", with: samples.dropFirst(2).dropLast(2))
            try workspace.write(text, to: "Suites/drawn.yaml")
            let plan = try workspace.verigap("plan", "drawn", "--store", "a.sqlite")
            #expect(plan.exitCode == 65 && plan.errors.contains(message), "\(plan.errors)")
            #expect(plan.errors.contains("drawn.yaml:2:"))
        }
    }
}
