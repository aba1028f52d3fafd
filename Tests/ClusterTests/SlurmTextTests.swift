import Cluster
import Testing

@Suite("What Slurm says")
struct SlurmTextTests {
    @Test func configuration() {
        let text = """
            Configuration data as of 2026-11-27T19:30:00
            AccountingStorageBackupHost = (null)
            MaxArraySize            = 1001
            MaxJobCount             = 10000
            SLURM_VERSION           = 22.05.8
            SlurmctldHost[0]        = node(127.0.0.1)
            """
        let configuration = SlurmConfiguration(text)
        #expect(configuration.maxArraySize == 1001 && configuration.maxJobCount == 10_000)
        #expect(configuration.version == "22.05.8" && configuration.mostElements == 1000)
        let arrays = configuration.arrays(of: 2500)
        #expect(arrays.map(\.first) == [1, 1001, 2001] && arrays.map(\.count) == [1000, 1000, 500])
        // What it does not say is Slurm's default.
        #expect(SlurmConfiguration("").mostElements == 1000)
    }

    @Test func jobsOfControl() {
        let text = """
            JobId=14 ArrayJobId=11 ArrayTaskId=4-40%8 JobName=verigap-smoke UserId=root(0) JobState=PENDING Reason=JobArrayTaskLimit Dependency=(null)
            JobId=12 ArrayJobId=11 ArrayTaskId=1 JobName=verigap-smoke JobState=OUT_OF_MEMORY Reason=OutOfMemory Command=/x/JobState=RUNNING y
            JobId=13 ArrayJobId=11 ArrayTaskId=2 JobName=verigap-smoke JobState=RUNNING Reason=None
            No jobs in the system
            """
        let jobs = SlurmJob.jobs(ofControl: text)
        #expect(jobs.map(\.arrayID) == ["11", "11", "11"])
        #expect(jobs.map(\.elements) == [[4...40], [1...1], [2...2]])
        #expect(jobs.map(\.state) == [.waiting, .failed("OUT_OF_MEMORY"), .running])
        #expect(jobs[0].reason == "JobArrayTaskLimit")
    }

    @Test func jobsOfTheQueue() {
        let text = """
            11|5-9,12%4|PENDING|Priority
            11|3|RUNNING|None
            7|N/A|RUNNING|None

            """
        let jobs = SlurmJob.jobs(ofQueue: text)
        #expect(jobs.map(\.elements) == [[5...9, 12...12], [3...3], []])
        let submitted = [SubmittedJob(id: "11", firstTask: 101, count: 10)]
        let queue = SlurmQueue(jobs, of: submitted)
        #expect(queue[103]?.state == .running && queue[105]?.state == .waiting && queue[109]?.state == .waiting)
        // Beyond the array, of another job, and unknown.
        #expect(queue[112] == nil && queue[101] == nil && queue[3] == nil)
    }

    @Test func whatLivesStandsForWhatIsToldTwice() {
        let submitted = [SubmittedJob(id: "5", firstTask: 1, count: 3)]
        let jobs = SlurmJob.jobs(ofQueue: "5|1|PENDING|BeginTime\n5|1|NODE_FAIL|None\n5|2|FAILED|NonZeroExitCode")
        let queue = SlurmQueue(jobs, of: submitted)
        #expect(queue[1]?.state == .waiting && queue[2]?.state == .failed("FAILED"))
    }

    @Test(arguments: ["TIMEOUT", "NODE_FAIL", "PREEMPTED", "CANCELLED", "BOOT_FAIL", "DEADLINE", "FAILED", "NEWWORD"])
    func endsThatAreNone(word: String) { #expect(!SlurmState(word).isLive && SlurmState(word) != .completed) }
}
