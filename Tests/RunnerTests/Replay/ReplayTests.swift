import Testing

/// Estimates of recorded runs from an empty store, held against what the runs then took.
@Suite(.serialized) struct ReplayTests {
    static let suites = ["mnist-lpd", "fmnist-lpd", "mnist-cnn", "salman2019-table1", "mnist-blur", "mnist-distance", "croce2019-mnist-fc1", "tjeng2019-ablation"]

    @Test(arguments: suites) func estimatesAreBelievable(_ suite: String) throws {
        let replay = try #require(try Replay(suite))
        let (moments, unexpected) = replay.run()
        let score = try #require(ReplayScore(moments))
        print(score.line(of: suite), "unexpected \(unexpected), core seconds \(replay.work)")
    }
}
