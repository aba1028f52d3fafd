import ExactArithmetic
import Networks
import Proofs
import Questions

extension WitnessEvaluation {
    /// Whether a point refutes some part of a given property: in the part's box without rounding, and some clause has no form > 0
    /// there.
    ///
    /// - Returns: of the margins, which are those of clauses, the smallest.
    /// - Throws: `ProofFault.witness` where the point does not count, with what the last part says of it.
    static func examine(
        _ witness: [Float], of parts: GivenParts, isExact: Bool
    ) throws(ProofFault) -> WitnessReport {
        var fault = ProofFault.witness("the property has no parts")
        for index in 0..<parts.count {
            let posed = try parts[index]
            do throws(ProofFault) {
                try requireMember(witness, posed)
                return try margins(witness, posed.query, posed.network.lowered, isExact: isExact)
            } catch { fault = error }
        }
        throw fault
    }

    private static func requireMember(_ witness: [Float], _ posed: GivenParts.Posed) throws(ProofFault) {
        let box = posed.part.box
        guard witness.count == box.count else {
            throw .witness("it has \(witness.count) inputs, the box \(box.count)")
        }
        for (index, offset) in posed.offsets.enumerated() {
            guard let float = Dyadic(Double(witness[index])), let offset = Dyadic(offset),
                let lower = Dyadic(box.lower[index]), let upper = Dyadic(box.upper[index])
            else { throw .witness("input \(index) is not finite") }
            let input = float + offset
            guard lower <= input, input <= upper else {
                throw .witness("input \(index) lies outside [\(box.lower[index]), \(box.upper[index])]")
            }
        }
    }
}
