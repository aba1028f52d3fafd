/// The script of a job array: for Slurm, and for `local-array`, which sets the few variables that it reads.
public struct BatchScript: Sendable, Hashable {
    /// The least minutes that make sense for a task: the warning comes two minutes before the end.
    public static let leastMinutes = 5

    /// Seconds before the time limit at which Slurm says so: time to finish the query in flight, or to give it back.
    public static let warningSeconds = 120

    public var suite: String
    public var wave: WaveFolder
    public var job: SubmittedJob
    /// The folder with the staged programs.
    public var programs: String
    public var workingDirectory: String
    public var site: SiteSettings
    /// Tasks at a time.
    public var throttle: Int?
    /// Minutes that a task may take.
    public var minutes: Int
    /// Cores, one a worker.
    public var cores: Int
    /// Mebibytes of a task.
    public var mebibytes: Int

    public init(
        suite: String, wave: WaveFolder, job: SubmittedJob, programs: String, workingDirectory: String,
        site: SiteSettings, throttle: Int?, minutes: Int, cores: Int, mebibytes: Int
    ) {
        self.suite = suite
        self.wave = wave
        self.job = job
        self.programs = programs
        self.workingDirectory = workingDirectory
        self.site = site
        self.throttle = throttle
        self.minutes = minutes
        self.cores = cores
        self.mebibytes = mebibytes
    }

    /// What `sbatch` reads.
    public var text: String {
        let lines = [
            "#!/bin/bash",
            "# Written by `verigap cluster submit`. May be edited, and submitted again by hand: sbatch FILE.",
        ]
        return (lines + directives.map { "#SBATCH \($0)" } + body).joined(separator: "\n") + "\n"
    }

    private var directives: [String] {
        let throttle = throttle.map { "%\($0)" } ?? ""
        var options = [
            "--job-name=verigap-\(suite)", "--array=1-\(job.count)\(throttle)", "--time=\(minutes)", "--ntasks=1",
            "--cpus-per-task=\(cores)", "--mem=\(mebibytes)M",
            // To this script alone, which passes it on.
            "--signal=B:USR1@\(Self.warningSeconds)", "--requeue", "--open-mode=append",
            "--chdir=\(Self.quoted(workingDirectory))",
            // A % of the path is no field of Slurm's.
            "--output=\(Self.quoted("\(wave.path.replacing("%", with: "%%"))/logs/\(job.firstTask)-%4a.txt"))",
        ]
        if let partition = site.partition { options.append("--partition=\(partition)") }
        if let account = site.account { options.append("--account=\(account)") }
        if let qos = site.qos { options.append("--qos=\(qos)") }
        return options + site.options
    }

    private var body: [String] {
        let modules =
            site.modules.isEmpty ? [] : ["module load \(site.modules.map(Self.quoted).joined(separator: " "))"]
        return [
            """

            wave=\(Self.quoted(wave.path))
            programs=\(Self.quoted(programs))
            task=$((\(job.firstTask - 1) + SLURM_ARRAY_TASK_ID))
            name=$(printf %04d "$task")
            log=$wave/logs/\(job.firstTask)-$(printf %04d "$SLURM_ARRAY_TASK_ID").txt
            end=$wave/ends/$name
            rm -f "$end"
            echo "$$ $(uname -n)" >"$end.pid"
            child=
            # USR1: the time is nearly over: finish the query in flight. TERM: others need the place: give it back at once.
            trap '[ -n "$child" ] && kill -INT "$child" 2>/dev/null' USR1
            trap '[ -n "$child" ] && kill -TERM "$child" 2>/dev/null' TERM
            """
        ] + modules + site.setup
            + [
                """
                export OPENBLAS_NUM_THREADS=1
                "$programs/verigap" cluster task "$wave" "$task" &
                child=$!
                wait "$child"
                code=$?
                while [ "$code" -gt 128 ] && kill -0 "$child" 2>/dev/null; do
                    wait "$child"
                    code=$?
                done

                # Exit code and last words, for whoever asks later: no message of Slurm's is needed to know how a task ended.
                { echo "$code"; tail -c 2000 "$log" | tail -n 5; } >"$end.new" && mv "$end.new" "$end"
                rm -f "$end.pid"
                exit "$code"
                """
            ]
    }

    /// As one word of a shell.
    static func quoted(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_@%+=:,./-".contains($0)) }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
