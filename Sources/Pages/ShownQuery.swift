/// A query whose pictures the page has.
package struct ShownQuery: Sendable {
    /// Position in `QueryTable.rows`.
    package var row: Int
    /// PNG files.
    package var image: [UInt8]
    package var witness: Witness?
    /// The network's outputs, class by class; empty where they are not known.
    package var scores: [Double]
    /// Names of files of proofs, by position of the method.
    package var proofs: [(method: Int, name: String)]

    package struct Witness: Sendable {
        /// Position in `QueryTable.methods` of who found it.
        package var method: Int
        /// Names its pixels in `results.csv`.
        package var fingerprint: String
        package var image: [UInt8]
        /// The difference from the image, so many times; middle grey is none.
        package var difference: [UInt8]
        package var magnification: Int
        /// The class that wins there.
        package var adversarialClass: Int
        package var scores: [Double]

        package init(
            method: Int, fingerprint: String, image: [UInt8], difference: [UInt8], magnification: Int,
            adversarialClass: Int, scores: [Double]
        ) {
            self.fingerprint = fingerprint
            (self.method, self.image, self.difference, self.magnification) = (method, image, difference, magnification)
            (self.adversarialClass, self.scores) = (adversarialClass, scores)
        }
    }

    package init(
        row: Int, image: [UInt8], witness: Witness?, scores: [Double], proofs: [(method: Int, name: String)] = []
    ) {
        (self.row, self.image, self.witness, self.scores) = (row, image, witness, scores)
        self.proofs = proofs
    }
}

extension [ShownQuery] {
    /// Pictures that several queries share stand there once.
    var json: String {
        var places = [[UInt8]: Int]()
        var pictures = [String]()
        func place(_ png: [UInt8]) -> String {
            if let place = places[png] { return "\(place)" }
            places[png] = pictures.count
            pictures.append(ScriptJSON.text(Packed.dataAddress(png: png)))
            return "\(pictures.count - 1)"
        }
        let queries = map { query in
            ScriptJSON.object([
                "row": "\(query.row)", "image": place(query.image), "scores": query.scores.json,
                "proofs": ScriptJSON.list(query.proofs.map { "[\($0.method),\(ScriptJSON.text($0.name))]" }),
                "witness": query.witness.map { witness in
                    ScriptJSON.object([
                        "method": "\(witness.method)", "fingerprint": ScriptJSON.text(witness.fingerprint),
                        "image": place(witness.image),
                        "difference": place(witness.difference), "magnification": "\(witness.magnification)",
                        "class": "\(witness.adversarialClass)", "scores": witness.scores.json,
                    ])
                },
            ])
        }
        return ScriptJSON.object(["queries": ScriptJSON.list(queries), "pictures": ScriptJSON.list(pictures)])
    }
}

extension [Double] {
    fileprivate var json: String? { ScriptJSON.numbers(self, digits: QueryTable.digits) }
}
