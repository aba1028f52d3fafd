import LinearAlgebra
import Nightly
import Testing

@Suite struct TimeTests {
    /// Seconds with noise of ± 8 %, drawn anew from every seed.
    private static func seconds(_ count: Int, seed: UInt64, _ level: (Int) -> Double) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { level($0) * Double.random(in: 0.92...1.08, using: &generator) }
    }

    private static func ledger(_ seconds: [Double], machine: (Int) -> String = { _ in "one machine" }) -> Ledger {
        Ledger(
            seconds.indices.flatMap { night in
                ["A", "B"].map { network in
                    Fixture.row(
                        Fixture.night(night), network: network, machine: machine(night), seconds: seconds[night] / 2)
                }
            })
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func aShiftIsFoundWhereItIs(_ seed: UInt64) throws {
        let ledger = Self.ledger(Self.seconds(40, seed: seed) { $0 < 25 ? 10 : 13 })
        let changes = ledger.timeChanges(of: "s")
        let change = try #require(changes.first)
        #expect(changes.count == 1)
        #expect(change.night == Fixture.night(25))
        #expect(change.isWorse)
        #expect(abs((change.after ?? 0) / (change.before ?? 1) - 1.3) < 0.08)
    }

    @Test func noiseAloneIsNoShift() {
        let found = (1...200 as ClosedRange<UInt64>).count { seed in
            !Self.ledger(Self.seconds(60, seed: seed) { _ in 10 }).timeChanges(of: "s").isEmpty
        }
        #expect(found <= 1)
    }

    @Test func anotherMachineIsNoShift() {
        let ledger = Self.ledger(Self.seconds(40, seed: 1) { $0 < 20 ? 10 : 30 }) { $0 < 20 ? "a" : "b" }
        #expect(ledger.timeChanges(of: "s").isEmpty)
    }

    @Test func whatIsSmallerThanTheFactorIsNoShift() {
        let ledger = Self.ledger((0..<40).map { $0 < 20 ? 10 : 10.5 })
        #expect(ledger.timeChanges(of: "s").isEmpty)
        #expect(ledger.timeChanges(of: "s", factor: 1.02).count == 1)
    }
}
