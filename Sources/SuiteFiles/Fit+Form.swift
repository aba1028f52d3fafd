import Networks
import Questions

extension Fit {
    /// Why a question of this form cannot be asked of `network`: classes that it does not have, a file of another shape.
    public static func misfits(of form: QuestionForm, _ network: NetworkFacts, called id: String) -> [Misfit] {
        var found = [Misfit]()
        if let stranger = form.property.classes.first(where: { $0 >= network.classCount }) {
            found.append(
                Misfit(message: "target class \(stranger): \(id) has classes 0 to \(network.classCount - 1)"))
        }
        let data = form.family.data
        if form.family.dataDigest != nil, data.count != network.inputShape.count {
            found.append(
                Misfit(
                    message: "\(form.family.name): its file has \(data.count) numbers, \(id) takes "
                        + "\(network.inputShape.count) pixels"))
        }
        return found
    }

    /// Why a family has no set around images of these extents: of a vector no blurring is known.
    ///
    /// - Parameter norm: in which the suite measures.
    public static func misfit(
        of form: QuestionForm, _ images: [Int], called dataset: String, norm: Norm, domain: InputDomain?,
        families: FamilyRegistry = .standard
    ) -> Misfit? {
        let count = images.reduce(1, *)
        // Of files that say how far each pixel reaches, the numbers are held against the network.
        guard form.family.dataDigest == nil, let family = try? families.make(form.family) else { return nil }
        let blank = Sample(
            id: SampleID(dataset: dataset, split: "", index: 0), label: 0, pixels: Array(repeating: 0, count: count))
        do throws(FamilyFault) {
            _ = try family.set(
                around: blank, shape: images, PerturbationSet(norm: norm, epsilon: 0, domain: domain))
            return nil
        } catch {
            return Misfit(
                message: "\(dataset): \(error)",
                hint: "bring the images into the shape N×channels×height×width, or leave the family out")
        }
    }
}
