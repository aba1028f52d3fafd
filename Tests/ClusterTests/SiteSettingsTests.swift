import Cluster
import SuiteFiles
import Testing

@Suite("Settings of a site")
struct SiteSettingsTests {
    @Test func everyKey() throws {
        let settings = try SiteSettingsReader.parse(
            text: """
                partition: cpu
                account: robustness
                qos: normal
                time: 2 h
                modules: [gcc/13, openblas]
                setup: ["ulimit -c 0"]
                options: ["--constraint=avx2"]
                max-tasks: 1000
                """, path: "site.yaml")
        #expect(settings.partition == "cpu" && settings.account == "robustness" && settings.qos == "normal")
        #expect(settings.seconds == 7200 && settings.modules == ["gcc/13", "openblas"])
        #expect(settings.setup == ["ulimit -c 0"] && settings.options == ["--constraint=avx2"])
        #expect(settings.mostTasks == 1000)
    }

    @Test(arguments: [
        "partition: two words", "time: soon", "modules: gcc", "options: [constraint]", "max-tasks: 0", "colour: red",
        "setup: [\"a\\nb\"]", "",
    ])
    func faultsHaveAPlace(text: String) {
        let faults = #expect(throws: SuiteFaults.self) {
            try SiteSettingsReader.parse(text: text, path: "site.yaml")
        }
        #expect(faults?.description.contains("site.yaml:") == true)
    }

    @Test func theScriptSaysThem() {
        var site = SiteSettings(partition: "cpu", account: "lab", qos: "high")
        (site.modules, site.setup, site.options) = (["gcc/13"], ["ulimit -c 0"], ["--exclusive"])
        let script = BatchScript(
            suite: "smoke", wave: WaveFolder("/shared/it's/smoke/1", number: 1),
            job: SubmittedJob(id: "", firstTask: 1001, count: 40), programs: "/shared/programs/x",
            workingDirectory: "/home", site: site, throttle: 8, minutes: 60, cores: 2, mebibytes: 4096)
        for line in [
            "#SBATCH --array=1-40%8", "#SBATCH --time=60", "#SBATCH --cpus-per-task=2", "#SBATCH --mem=4096M",
            "#SBATCH --signal=B:USR1@120", "#SBATCH --requeue", "#SBATCH --open-mode=append",
            "#SBATCH --partition=cpu", "#SBATCH --account=lab", "#SBATCH --qos=high", "#SBATCH --exclusive",
            "module load gcc/13", "ulimit -c 0", "wave='/shared/it'\\''s/smoke/1'",
            "task=$((1000 + SLURM_ARRAY_TASK_ID))",
        ] {
            #expect(script.text.split(separator: "\n").contains(Substring(line)), "\(line) in\n\(script.text)")
        }
    }
}
