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
        var norm: Norm
        var domain: InputDomain?
        var family: String
        var data: Digest?
        var property: String
        var revisions: [Int]

        /// A misclassified image answers it whatever the set: it asks about the true label, against all classes.
        var isDecidedByThePoint: Bool { reference == .label && property == PropertyCall.allClasses.words }

        init(_ configuration: Questions.Configuration) {
            reference = configuration.reference
            norm = configuration.perturbation.norm
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
    }

    var side: Side
    /// Position of the cell in its run.
    var cell: Int
    var sample: SampleID
    var content: Content
    var words: String
    var impliedBy: String?

    /// Whether this one, which excludes, cannot be right together with `other`, which exhibits.
    func excludes(_ other: Statement) -> Bool {
        guard case .excludes(let limit, let isOpen) = content, case .exhibits(let size) = other.content else {
            return false
        }
        return isOpen ? size < limit : size <= limit
    }
}

extension Outcome {
    /// What the outcome says about adversarial points, each with its words.
    func statements(
        _ configuration: Questions.Configuration, isPoint: Bool, isSurelyCorrect: Bool
    ) -> [(Statement.Content, String)] {
        if isPoint {
            if verdict == .falsified { return [(.exhibits(at: 0), "misclassified")] }
            return isSurelyCorrect ? [(.excludes(upTo: 0, isOpen: false), "classified correctly")] : []
        }
        let size = configuration.perturbation.epsilon
        let isRadius = configuration.form.goal.isRadius
        var found = [(Statement.Content, String)]()
        func text(_ number: Double) -> String { "\(OptionValue.number(number))" }
        if let lower = distanceLower, lower > 0 {
            // A search certifies whole sets; a certificate bounds the distance itself, which it may meet.
            found.append((.excludes(upTo: lower, isOpen: !isRadius), "certified up to \(text(lower))"))
        }
        if let upper = distanceUpper { found.append((.exhibits(at: upper), "witness at \(text(upper))")) }
        switch verdict {
        case .robust: found.append((.excludes(upTo: size, isOpen: false), "robust at \(text(size))"))
        case .falsified where distanceUpper == nil:
            found.append((.exhibits(at: size), "falsified at \(text(size))"))
        default: break
        }
        return found
    }
}
