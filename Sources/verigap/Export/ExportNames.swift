import DataFormats
import Foundation
import Questions
import Runner

/// Names of exported files: letters, digits and `._+=-` alone, each once.
struct ExportNames {
    private let plan: Plan
    private var taken = Set<String>()
    private var networks: [String: String] = [:]
    private var properties: [Digest: String] = [:]

    init(_ plan: Plan) { self.plan = plan }

    /// One file per network, however many limits its instances have.
    mutating func networkFile(_ number: Int) -> String {
        let network = plan.networks[number]
        let isInstance = plan.suite.networks[number].instances != nil
        let key = isInstance ? network.reference.file : network.id
        if let known = networks[key] { return known }
        let stem = isInstance ? Self.stem(of: network.reference.file) : network.id
        let name = unique("onnx/", stem, ".onnx")
        networks[key] = name
        return name
    }

    /// One file per question; questions of files have one wherever they are asked.
    mutating func propertyFile(_ question: AskedQuestion, _ network: Int, _ size: String) -> String {
        let sample = question.query.sample
        guard let given = sample.given else {
            return unique("vnnlib/", "\(plan.networks[network].id)-\(size)-\(sample.id.index)", ".vnnlib")
        }
        let digest = given.digest
        if let known = properties[digest] { return known }
        let name = unique("vnnlib/", sample.id.split, ".vnnlib")
        properties[digest] = name
        return name
    }

    private static func stem(of path: String) -> String {
        var name = path.pathName
        for ending in [".gz", ".onnx"] where name.hasSuffix(ending) { name = String(name.dropLast(ending.count)) }
        return name
    }

    private mutating func unique(_ folder: String, _ stem: String, _ ending: String) -> String {
        let clean = String(
            stem.unicodeScalars.prefix(120).map { scalar in
                let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                return isPlain || "._+=-".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
            })
        var name = folder + clean + ending
        var number = 2
        while !taken.insert(name.lowercased()).inserted {
            name = "\(folder)\(clean)-\(number)\(ending)"
            number += 1
        }
        return name
    }
}
