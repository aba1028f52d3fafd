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
}
