import Foundation
import Testing

/// Estimates of recorded runs from an empty store, held against what the runs took. `make estimates` replays all and
/// prints their figures; without it only the short ones are.
@Suite(.serialized) struct ReplayTests {
    private static let isWhole = ProcessInfo.processInfo.environment["VERIGAP_REPLAY"] != nil
    private static let main = ["fmnist-lpd", "mnist-cnn"] + (isWhole ? ["mnist-lpd", "salman2019-table1"] : [])
    private static let others =
        ["tjeng2019-ablation"] + (isWhole ? ["mnist-blur", "mnist-distance", "croce2019-mnist-fc1"] : [])

    private func score(_ suite: String) throws -> ReplayScore {
        let replay = try #require(try Replay(suite))
        let (moments, unexpected) = replay.run()
        // The order in which jobs are handed out does not change what has to be asked.
        #expect(unexpected == 0)
        let score = try #require(ReplayScore(moments))
        #expect(score.truth >= replay.work / Double(replay.workers))
        if Self.isWhole { print(score.line(of: suite)) }
        return score
    }

    /// After 10 s or 2 % of a run, whichever is later, and until its last 10 s: the whole, the time to go and the share of
    /// the work that is done are right within a factor of 2.
    @Test(arguments: main)
    func estimatesAreRightWithinAFactorOfTwo(_ suite: String) throws {
        let score = try score(suite)
        let bar = 0.5...2
        #expect(bar.contains(score.first / score.truth), "\(score.line(of: suite))")
        #expect(bar.contains(score.worst), "\(score.line(of: suite))")
        #expect((0.8...1.3).contains(score.median), "\(score.line(of: suite))")
        #expect(bar.contains(score.worstFraction), "\(score.line(of: suite))")
        #expect(score.isMonotone)
    }

    /// Suites whose figures entered no constant: distances, affine families, another architecture, hard exact queries.
    @Test(arguments: others)
    func estimatesOfOtherSuitesAreOfTheRightSize(_ suite: String) throws {
        let score = try score(suite)
        #expect((0.5...2).contains(score.first / score.truth), "\(score.line(of: suite))")
        #expect((0.4...2.5).contains(score.median), "\(score.line(of: suite))")
        #expect((0.4...2.5).contains(score.worstFraction), "\(score.line(of: suite))")
        #expect(score.isMonotone)
    }
}
