import Networks
import Questions

/// The minimum distortion as Tjeng et al. ask for it (equation 9): the size is the objective, that a class ties with y or
/// beats it is a row; one program per class, each cut off at the nearest witness so far.
extension MILPVerifier: SizeMinimiser {
    var minimisesSize: Bool { minimises }

    var claimConfirmer: (any Verifier<Network>)? { certifies ? confirmingVerifier : nil }

    func minimiseSize(
        _ query: Query, on network: Network, judge: WitnessJudge, until deadline: Deadline
    ) -> SizeAnswer {
        var answer = SizeAnswer()
        var bounding = BoundsTightening(network.lowered, InputRegion(query), tightening, engine: engine)
        bounding.run(until: deadline)
        answer.measurements = bounding.cost
        guard bounding.suitsSolver, bounding.isInRange else { return answer }
        let margins = bounding.margins(query, until: deadline)
        answer.measurements = bounding.cost
        let nearest = NearestWitness(query, network, judge: judge)
        var model = bounding.integerModel
        let size = model.addSize(query.perturbation, around: query.sample.pixels, upTo: query.perturbation.epsilon)
        answer.claimed = query.perturbation.epsilon
        let classes = MarginObjectives.classes(model.network, label: query.label)
        // The class that the bounds allow to come nearest first: its witness cuts the others off.
        for position in margins.indices.sorted(by: { margins[$0] < margins[$1] }) where margins[position] <= 0 {
            guard !deadline.hasPassed else {
                answer.claimed = 0
                break
            }
            let cutOff = min(query.perturbation.epsilon, nearest.distance)
            var program = model.compact
            let margin = model.objective(
                [(query.label, 1), (classes[position], -1)], of: model.network.outputStage)
            program.addRow(model.compacted(margin), .atMost, MILPSearch.tolerance)
            program.addRow(model.compacted(.column(size)), .atMost, cutOff)
            let search = BranchAndCut(program, engine: engine)
                .minimise(model.compacted(.column(size)), showing: nearest, until: deadline)
            answer.measurements.nodes += search.nodes
            answer.measurements.simplexIterations += search.iterations
            answer.claimed = min(answer.claimed, max(0, MILPSearch.loosened(min(search.lowerBound, cutOff))))
        }
        answer.nearest = nearest.found
        return answer
    }
}
