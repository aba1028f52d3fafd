import Cluster
import Foundation
import LinearAlgebra
import Questions
import ResultStore
import Testing

@Suite("Journals become a run")
struct HarvestTests {
    private let toy = ToyWave(cells: 3, samples: 40)

    /// The store after `journals` were harvested into it, in order, each after the other where `separately`.
    private func stored(_ journals: [Journal], separately: Bool = false) throws -> ResultStore {
        let folder = try TemporaryFolder()
        let store = try ResultStore(folder.path + "/store.sqlite", mode: .write)
        for part in separately ? journals.map({ [$0] }) : [journals] {
            var harvest = toy.harvest
            for journal in part { harvest.take(journal) }
            _ = try store.add([harvest.snapshot])
        }
        return store
    }

    @Test func anyOrderAndAsOftenAsOneLikes() throws {
        let journals = toy.journals(tasks: 7)
        let whole = try stored(journals).contentDigest()
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5 {
            var shuffled = journals
            for index in shuffled.indices.dropFirst() {
                shuffled.swapAt(index, Int(generator.unitDouble() * Double(index + 1)))
            }
            #expect(try stored(shuffled + shuffled.prefix(3), separately: true).contentDigest() == whole)
        }
        let snapshot = try #require(try stored(journals + journals).snapshot(suite: "toy"))
        #expect(snapshot.outcomes.map(\.count) == [40, 40, 40])
        #expect(snapshot.outcomes.joined().allSatisfy { $0.attempt == 1 })
    }

    @Test func outcomesNameTheirMachine() throws {
        let journals = toy.journals(tasks: 4)
        let snapshot = try #require(try stored(journals).snapshot(suite: "toy"))
        #expect(Set(snapshot.runs.map(\.machine)) == ["machine 0", "machine 1"])
        let expected = journals.filter { $0.header.machine == "machine 1" }.reduce(0) { $0 + $1.entries.count }
        let second = snapshot.runs.firstIndex { $0.machine == "machine 1" }
        #expect(snapshot.outcomes.joined().count { $0.run == second } == expected)
    }

    @Test func strangersAreLeftOut() {
        var harvest = toy.harvest
        var journal = toy.journals(tasks: 1)[0]
        journal.entries[0].sample = Digest(of: "somebody else's")
        journal.entries[1].configuration = Digest(of: "of another suite")
        harvest.take(journal)
        #expect(harvest.strangers == 2 && harvest.count == journal.entries.count - 2)
    }

    /// 1 % of tasks fail, 5 % are slow, some write twice: through files, as on a cluster.
    @Test func aSimulatedArray() throws {
        let count = ProcessInfo.processInfo.environment["VERIGAP_CLUSTER_TASKS"].flatMap { Int($0) } ?? 200
        let folder = try TemporaryFolder()
        let simulation = SimulatedArray(tasks: count, queriesPerTask: count > 1000 ? 100 : 20, in: folder.path)
        let result = try simulation.run()
        #expect(result.lost == 0 && result.twice == 0)
        #expect(result.stored == simulation.queries)
        #expect(result.waves > 1)
        if count > 1000 { print(result) }
    }
}
