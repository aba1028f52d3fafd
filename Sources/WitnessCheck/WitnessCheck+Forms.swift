import Networks
import Questions

extension WitnessCheck {
    /// Examines `witness` as an answer to a question of any form.
    ///
    /// What has no check of its own is refused: a family without places, a property without clauses.
    ///
    /// - Complexity: three forward passes with plain loops, and the point's image in exact numbers; one more pass in exact numbers
    ///   where the value of the property is next to 0.
    public static func examine(
        _ witness: Witness, for question: AskedQuestion, on network: Network, places: PlaceRegistry = .standard,
        properties: ClauseRegistry = .standard
    ) -> WitnessReport {
        func refused(_ reason: String) -> WitnessReport {
            WitnessReport(
                isInside: false, marginFloat: .nan, marginDouble: .nan, marginUpper: .nan,
                adversarialClass: witness.adversarialClass, standing: .undecided, refusal: reason)
        }
        let parts = question.parts
        guard parts.count == 1 else {
            // A witness counts that counts for some box.
            let reports = parts.map { examine(witness, for: $0, on: network, places: places, properties: properties) }
            return reports.first(where: \.isAccepted) ?? reports.first { $0.refusal == nil } ?? reports.first
                ?? refused("no point satisfies the property's assertions")
        }
        let (query, form) = (question.query, question.form)
        if form.isDirect { return examine(witness, for: query, on: network) }
        guard
            let clauses = properties.clauses(
                form.property, of: query.sample, label: query.label, classCount: network.classCount)
        else {
            return refused("nothing checks witnesses of the property \(form.property.words)")
        }
        guard !clauses.isEmpty else { return refused("the property asks for nothing") }
        guard witness.pixels.allSatisfy(\.isFinite) else { return refused("it has entries that are not finite") }
        let place: any PlaceCheck
        if form.family.isBall {
            place = BallPlaces(query)
        } else if let known = places.make(question) {
            place = known
        } else {
            return refused("nothing checks witnesses of the family \(form.family.words)")
        }
        if let refusal = place.refusal(of: witness.pixels) { return refused(refusal) }
        let image = place.image(of: witness.pixels)
        guard image.count == network.inputShape.count else {
            return refused("its image has \(image.count) pixels, the network wants \(network.inputShape.count)")
        }
        let judged = ClauseJudgement(of: network, at: image, clauses)
        return WitnessReport(
            isInside: true, marginFloat: judged.marginFloat, marginDouble: judged.margin, marginUpper: judged.upper,
            adversarialClass: judged.adversarial, standing: judged.standing,
            refusal: judged.standing == .positive ? "its margin is \(judged.margin) > 0" : nil)
    }

    /// `outcome` after the check, for a question of any form. Where a minimum distortion was asked for, the witness has to lie in
    /// the set of the size that is claimed for it.
    public static func settle(
        _ outcome: Outcome, for question: AskedQuestion, on network: Network, places: PlaceRegistry = .standard,
        properties: ClauseRegistry = .standard
    ) -> Outcome {
        guard outcome.verdict == .falsified else { return outcome }
        var question = question
        if question.form.goal.isRadius, let size = outcome.distanceUpper { question = question.ofSize(size) }
        var settled = settle(outcome) {
            examine($0, for: question, on: network, places: places, properties: properties)
        }
        if settled.verdict != .falsified { settled.distanceUpper = nil }
        return settled
    }

    /// The smallest double found that is surely no less than the size of the smallest set that holds the witness; ∞ where
    /// nothing knows.
    public static func distance(
        of witness: Witness, for question: AskedQuestion, places: PlaceRegistry = .standard
    ) -> Double {
        if question.form.family.isBall { return distance(of: witness, for: question.query) }
        return places.make(question)?.size(of: witness.pixels) ?? .infinity
    }
}
