import Questions
import ResultStore
import SuiteFiles

/// What answers are about, whoever gave them: two statements with the same subject are about the same points.
struct Subject: Hashable {
    var network: Digest
    /// Content hash of image and label.
    var image: Digest
    /// The form of the question, sizes apart; `nil` is the image itself.
    var question: Question?

    struct Question: Hashable {
        var reference: ReferenceLabel
        /// `nil` of balls: those of one size lie in each other, the l1 ball in the l2 ball in the l∞ ball.
        var norm: Norm?
        var domain: InputDomain?
        var family: String
        var data: Digest?
        var property: String
        var revisions: [Int]

        /// A misclassified image answers it whatever the set: it asks about the true label, against all classes.
        var isDecidedByThePoint: Bool { reference == .label && property == PropertyCall.allClasses.words }

        init(_ configuration: Questions.Configuration) {
            reference = configuration.reference
            norm = configuration.form.family.isBall ? nil : configuration.perturbation.norm
            domain = configuration.perturbation.domain
            family = configuration.form.family.words
            data = configuration.form.family.dataDigest
            property = configuration.form.property.words
            revisions = [configuration.form.family.revision, configuration.form.property.revision]
        }
    }
}

/// One thing that an answer says of its subject.
struct Statement {
    enum Content {
        /// No point of a set up to this size has it; `isOpen`: of every smaller size.
        case excludes(upTo: Double, isOpen: Bool)
        /// Some point of the set of this size has it.
        case exhibits(at: Double)
        /// Every margin on the set of this size is at least so much.
        case bounds(margin: Double, upTo: Double)
        /// Some point of the set of this size has a margin of at most so much, `slack` included for how it was evaluated.
        case attains(margin: Double, at: Double, slack: Double)
    }

    /// What is said, for people; the numbers are the content's.
    enum Wording {
        case misclassified, correct, certified, witness, robust, falsified, bounds, attains
    }

    var side: Side
    /// Positions of the cell in its run, and of the answer in the cell.
    var cell, position: Int
    /// In which the size is measured.
    var norm: Norm
    var content: Content
    var wording: Wording

    /// In words: made when somebody reads them, which is of a few among millions.
    var words: String {
        func text(_ number: Double) -> String { "\(OptionValue.number(number))" }
        return switch (wording, content) {
        case (.misclassified, _): "misclassified"
        case (.correct, _): "classified correctly"
        case (.certified, .excludes(let size, _)): "certified up to \(text(size))"
        case (.robust, .excludes(let size, _)): "robust at \(text(size))"
        case (.witness, .exhibits(let size)): "witness at \(text(size))"
        case (_, .exhibits(let size)): "falsified at \(text(size))"
        case (_, .bounds(let margin, let size)): "margins at least \(text(margin)) at \(text(size))"
        case (_, .attains(let margin, let size, _)): "a margin of \(text(margin)) at \(text(size))"
        case (_, .excludes(let size, _)): "none up to \(text(size))"
        }
    }

    /// Whether it says what all points of a set have in common.
    var isProof: Bool {
        switch content {
        case .excludes, .bounds: true
        case .exhibits, .attains: false
        }
    }

    /// Whether this one, which is of a whole set, cannot be right together with `other`, which has a point of it.
    func excludes(_ other: Statement) -> Bool {
        // ‖v‖∞ ≤ ‖v‖₂ ≤ ‖v‖₁: what lies in the ball of a larger norm lies in that of a smaller one.
        guard norm.isAtMost(other.norm) else { return false }
        switch (content, other.content) {
        case (.excludes(let limit, let isOpen), .exhibits(let size)): return isOpen ? size < limit : size <= limit
        case (.bounds(let lower, let limit), .attains(let upper, let size, let slack)):
            // Negated, so that a NaN is no contradiction of its own.
            return size <= limit && lower > upper + slack
        default: return false
        }
    }
}

extension Norm {
    /// Whether no vector is longer in this norm than in the other.
    fileprivate func isAtMost(_ other: Norm) -> Bool {
        func rank(_ norm: Norm) -> Int {
            switch norm {
            case .one: 1
            case .two: 2
            case .infinity: 3
            }
        }
        return rank(self) >= rank(other)
    }
}

extension Outcome {
    /// What the outcome says about adversarial points, each with how it is said.
    func statements(
        _ configuration: Questions.Configuration, isPoint: Bool, isSurelyCorrect: Bool, isRigorous: Bool
    ) -> [(Statement.Content, Statement.Wording)] {
        let margins = configuration.form.goal.isRadius ? [] : marginStatements(configuration, isPoint, isRigorous)
        return verdictStatements(configuration, isPoint, isSurelyCorrect) + margins
    }

    private func verdictStatements(
        _ configuration: Questions.Configuration, _ isPoint: Bool, _ isSurelyCorrect: Bool
    ) -> [(Statement.Content, Statement.Wording)] {
        if isPoint {
            if verdict == .falsified { return [(.exhibits(at: 0), .misclassified)] }
            return isSurelyCorrect ? [(.excludes(upTo: 0, isOpen: false), .correct)] : []
        }
        let size = configuration.perturbation.epsilon
        let isRadius = configuration.form.goal.isRadius
        var found = [(Statement.Content, Statement.Wording)]()
        if let lower = distanceLower, lower > 0 {
            // A search certifies whole sets; a certificate bounds the distance itself, which it may meet.
            found.append((.excludes(upTo: lower, isOpen: !isRadius), .certified))
        }
        if let upper = distanceUpper { found.append((.exhibits(at: upper), .witness)) }
        switch verdict {
        case .robust: found.append((.excludes(upTo: size, isOpen: false), .robust))
        case .falsified where distanceUpper == nil: found.append((.exhibits(at: size), .falsified))
        default: break
        }
        return found
    }

    /// What the outcome says of margins that it found out itself. The bounds of methods that rest on a solver's tolerances say
    /// nothing here. Points are held against bounds as `verigap report` does it: with 1e-9 (1 + |v|) where the independent
    /// check evaluated them in double precision, else with 1e-5 (1 + |v|), what single precision may lose.
    private func marginStatements(
        _ configuration: Questions.Configuration, _ isPoint: Bool, _ isRigorous: Bool
    ) -> [(Statement.Content, Statement.Wording)] {
        guard impliedBy == nil else { return [] }
        let size = isPoint ? 0 : configuration.perturbation.epsilon
        var found = [(Statement.Content, Statement.Wording)]()
        if let lower = marginLower, isRigorous, !isPoint {
            found.append((.bounds(margin: lower, upTo: size), .bounds))
        }
        let checked = witness?.marginDouble
        if let upper = checked ?? marginUpper, verdict != .witnessRejected {
            let slack = (checked == nil ? 1e-5 : 1e-9) * (1 + abs(upper))
            found.append((.attains(margin: upper, at: size, slack: slack), .attains))
        }
        return found
    }
}
