import Questions
import Testing
import Verifiers

/// Time kept back to certify what is open; deadlines hours apart, so that no clock matters.
@Suite struct AnytimeReserveTests {
    private let day = 86_400.0

    @Test func `time is up when certifying what is open takes what is left`() {
        let reserve = AnytimeReserve(Deadline(after: 10 * day), weights: 0)
        // 4·10⁻⁵ s per domain.
        let open = Int(day / 2 / 4e-5)
        #expect(!reserve.isDue(Deadline(after: day * 0.9), open: open))
        #expect(reserve.isDue(Deadline(after: day * 0.4), open: open))
        #expect(reserve.isDue(Deadline(after: 0), open: 0))
    }

    @Test func `never more than a tenth of the time is kept back`() {
        let reserve = AnytimeReserve(Deadline(after: 10 * day), weights: 0)
        #expect(!reserve.isDue(Deadline(after: 1.2 * day), open: .max / 2))
        #expect(reserve.isDue(Deadline(after: 0.9 * day), open: .max / 2))
    }

    @Test func `planes make certificates dearer`() {
        let open = Int(day / 2 / 4e-5)
        let reserve = AnytimeReserve(Deadline(after: 10 * day), weights: 16_000)
        // 5·10⁻⁹ s per weight: three times as long.
        #expect(reserve.isDue(Deadline(after: day * 0.9), open: open))
    }

    @Test func `there is one checkpoint, and none without a deadline`() {
        var reserve = AnytimeReserve(Deadline(after: 10 * day), weights: 0)
        let answers = [9.5, 8.5, 8].map { reserve.isCheckpoint(Deadline(after: $0 * day), open: 1) }
        #expect(answers == [false, true, false])
        var endless = AnytimeReserve(.never, weights: 0)
        let answer = endless.isCheckpoint(.never, open: 1)
        #expect(!answer && !endless.isDue(.never, open: 1_000_000))
    }

    @Test func `a checkpoint that takes too long is passed over for good`() {
        var reserve = AnytimeReserve(Deadline(after: 10 * day), weights: 0)
        let answers = [Int.max / 2, 1].map { reserve.isCheckpoint(Deadline(after: 8.5 * day), open: $0) }
        #expect(answers == [false, false])
    }
}
