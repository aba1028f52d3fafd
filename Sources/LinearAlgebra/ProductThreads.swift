import COpenBLAS

/// How many threads OpenBLAS splits one product among.
public enum ProductThreads {
    /// The variable by which a user says so.
    public static let variable = "OPENBLAS_NUM_THREADS"

    /// How many it would use now.
    public static var count: Int { Int(openblas_get_num_threads()) }

    /// One, unless the environment says otherwise: products here are small, and a second thread spends its time waiting for the
    /// next, on a core that it takes from somebody else.
    ///
    /// - Parameter environment: of this process.
    public static func useOne(unless environment: [String: String]) {
        guard environment[variable] == nil else { return }
        openblas_set_num_threads(1)
    }
}
