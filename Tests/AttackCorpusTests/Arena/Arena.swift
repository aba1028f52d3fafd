import Foundation

/// Every contender and the checker against subjects.
enum Arena {
    /// Tries all of `contenders` on every subject.
    static func run(_ subjects: [Subject], _ contenders: [Contender] = Contender.all) -> Tally {
        var tally = Tally()
        for subject in subjects { run(subject, contenders, into: &tally) }
        return tally
    }

    private static func run(_ subject: Subject, _ contenders: [Contender], into tally: inout Tally) {
        tally.begin(subject)
        for contender in contenders where contender.takes(subject) {
            if Effort.traces { FileHandle.standardError.write(Data("\(contender) · \(subject.name)\n".utf8)) }
            tally.add(Trial(contender, subject), subject)
        }
        for fault in WitnessAttack.faults(subject) { tally.add(title: "witness check", fault) }
        for fault in ProofAttack.faults(subject) { tally.add(title: "proof checker", fault) }
    }
}
