import ExactArithmetic
import Networks
import Questions

/// The value of a property at a point, min over clauses of the largest form, and what is sure of its sign.
struct ClauseJudgement {
    let margin: Double
    let marginFloat: Double
    /// At least the value in real numbers.
    let upper: Double
    /// The class that the smallest clause is against.
    let adversarial: Int
    let standing: MarginStanding

    /// - Parameter image: pixels as real numbers.
    init(of network: Network, at image: [Dyadic], _ clauses: [[LinearForm]]) {
        let enclosed = Self.values(of: network, at: image.map(Enclosure.init), clauses)
        let doubles = Self.values(of: network, at: image.map(\.rounded), clauses)
        let floats = Self.values(of: network, at: image.map { Float($0.rounded) }, clauses)
        marginFloat = floats.reduce(.infinity) { Double($1) < $0 || $1.isNaN ? Double($1) : $0 }
        var upper = enclosed.reduce(Double.infinity) { $1.upper < $0 ? $1.upper : $0 }
        var worst = Self.least(doubles)
        if enclosed.contains(where: { $0.upper <= 0 }) {
            standing = .notPositive
        } else if enclosed.allSatisfy({ $0.lower > 0 }) {
            standing = .positive
        } else if network.multiplications <= WitnessCheck.exactLimit {
            let exact = Self.values(of: network, at: image, clauses)
            let least = exact.indices.min { exact[$0] < exact[$1] }
            worst = (least.map { exact[$0].rounded } ?? .infinity, least ?? 0)
            upper = least.map { RoundedUp.double(exact[$0]) } ?? .infinity
            standing = (least.map { exact[$0].sign } ?? 1) <= 0 ? .notPositive : .positive
        } else {
            standing = .undecided
        }
        (margin, self.upper) = (worst.value, upper)
        adversarial = clauses.indices.contains(worst.clause) ? Self.rival(clauses[worst.clause]) : 0
    }

    private static func values<Number: ReferenceNumber>(
        of network: Network, at image: [Number], _ clauses: [[LinearForm]]
    ) -> [Number] {
        let logits = ReferenceEvaluation<Number>.logits(of: network, atNumbers: image)
        func sum(_ start: Number, _ coefficients: [Int: Double], _ values: [Number]) -> Number {
            coefficients.sorted { $0.key < $1.key }.reduce(start) {
                $0 + Number(constant: $1.value) * values[$1.key]
            }
        }
        return clauses.map { clause in
            let forms = clause.map { form in
                sum(sum(Number(constant: form.constant), form.coefficients, logits), form.inputs, image)
            }
            return forms.dropFirst().reduce(forms[0]) { Number.larger($0, $1) }
        }
    }

    private static func least(_ values: [Double]) -> (value: Double, clause: Int) {
        var least = (value: Double.infinity, clause: 0)
        for (clause, value) in values.enumerated() where !(value >= least.value) { least = (value, clause) }
        return least
    }

    /// The output that a clause counts against.
    private static func rival(_ clause: [LinearForm]) -> Int {
        clause.lazy.compactMap { form in form.coefficients.filter { $0.value < 0 }.map(\.key).min() }.first ?? 0
    }
}

extension Enclosure {
    /// Surely holds `value`.
    fileprivate init(_ value: Dyadic) {
        let rounded = value.rounded
        if let back = Dyadic(rounded), back == value {
            self.init(constant: rounded)
        } else {
            self.init(lower: rounded.nextDown, upper: rounded.nextUp)
        }
    }
}
