import Cluster
import Questions

/// What `verigap cluster submit` prints.
struct SubmissionReport: Encodable {
    var suite: String
    /// The wave's folder and number; absent where nothing was submitted.
    var folder: String?
    var wave: Int?
    /// As Slurm names the arrays.
    var jobs: [String]
    var tasks: Int
    var queries: Int
    /// Expected, of one core.
    var coreSeconds: Double
    /// Expected, of the longest task.
    var longestTaskSeconds: Double
    /// Queries that wait for answers of cheaper methods, or of tasks that are under way.
    var postponed: Int
    /// Queries for which the cluster has no room now.
    var left: Int
    /// Queries of tasks that are under way.
    var underway: Int

    init(_ submission: Submission, folder: WaveFolder? = nil, jobs: [String] = []) {
        suite = submission.wave.plan.suite.name
        self.folder = folder?.path
        wave = folder?.number
        self.jobs = jobs
        tasks = submission.tasks.count
        queries = submission.queries
        coreSeconds = submission.seconds
        longestTaskSeconds = submission.longest
        postponed = submission.postponed
        left = submission.left
        underway = submission.underway
    }

    var text: String {
        var lines = [String]()
        if tasks == 0 {
            lines.append("\(suite): nothing to submit")
        } else {
            lines.append(
                "\(suite): \(Wording.counted(queries, "query", "queries")) in \(Wording.counted(tasks, "task")), about "
                    + "\(TextFormat.duration(coreSeconds)) of one core, the longest task \(TextFormat.duration(longestTaskSeconds))"
            )
        }
        if let folder, let wave {
            let array = jobs.isEmpty ? "" : ", job \(jobs.joined(separator: ", "))"
            lines.append("wave \(wave)\(array), in \(folder)")
        }
        if underway > 0 { lines.append("\(Wording.counted(underway, "query", "queries")) under way in earlier waves") }
        if postponed > 0 {
            lines.append(
                "\(Wording.counted(postponed, "query waits", "queries wait")) for answers of cheaper methods: "
                    + "verigap cluster resubmit \(suite) asks what they leave open")
        }
        if left > 0 {
            lines.append(
                "\(Wording.counted(left, "query has", "queries have")) no room in the cluster's limits now: "
                    + "verigap cluster resubmit \(suite) goes on")
        }
        return lines.joined(separator: "\n")
    }
}
