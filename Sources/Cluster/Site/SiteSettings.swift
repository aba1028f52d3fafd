/// What a cluster wants to be told of every job: the same for all suites of a group, and so in a small file of its own.
///
/// ```yaml
/// partition: cpu
/// account: robustness
/// qos: normal
/// time: 2 h                  # of a task; by default twice what its longest task is expected to take
/// modules: [gcc/13, openblas]
/// setup: ["ulimit -c 0"]     # lines of shell before the first task
/// options: ["--exclusive=user"]
/// max-tasks: 1000            # where the association allows fewer than the cluster
/// ```
public struct SiteSettings: Sendable, Hashable {
    public var partition: String?
    public var account: String?
    public var qos: String?
    /// Seconds that a task may take.
    public var seconds: Double?
    /// For `module load`.
    public var modules: [String]
    /// Lines of shell.
    public var setup: [String]
    /// Further options of `sbatch`.
    public var options: [String]
    /// So many tasks may be submitted (`MaxSubmitJobs` of the association).
    public var mostTasks: Int?

    public init(
        partition: String? = nil, account: String? = nil, qos: String? = nil, seconds: Double? = nil,
        modules: [String] = [], setup: [String] = [], options: [String] = [], mostTasks: Int? = nil
    ) {
        self.partition = partition
        self.account = account
        self.qos = qos
        self.seconds = seconds
        self.modules = modules
        self.setup = setup
        self.options = options
        self.mostTasks = mostTasks
    }
}
