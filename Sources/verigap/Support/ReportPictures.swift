import Datasets
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks
import Questions
import Reporter
import ResultStore
import SuiteFiles

/// Looks up what the page of a report shows of its chosen samples: what was kept with an earlier page, images where the data set
/// is here, witnesses where the store has them, scores where the networks are here.
struct ReportPictures {
    var suite: Suite
    var snapshot: RunSnapshot
    var locator: DatasetLocator
    /// Folders of reports, or files in them, beside which pictures may lie.
    var places: [String]
    /// The store that has witnesses; `nil` for none.
    var store: String?

    func found(_ request: PictureRequest) throws(ReportFault) -> Pictures {
        guard !request.queries.isEmpty else { return .none }
        var kept = Pictures.none
        for place in places {
            let path =
                place.hasSuffix(".gz") || place.hasSuffix(".jsonl")
                ? (place as NSString).deletingLastPathComponent + "/" + PictureFile.name
                : "\(place)/\(PictureFile.name)"
            kept = kept.completed(by: try PictureFile.read(path))
        }
        guard let dataset = try? locator.loadAny(suite.dataset), dataset.shape.count == 3 else { return kept }
        let request = request.limited(imageSize: dataset.shape.reduce(1, *))
        var pictures = Pictures(shape: dataset.shape)
        for query in request.queries where (0..<dataset.count).contains(query.sample.id.index) {
            let sample = dataset.sample(query.sample.id.index)
            if sample.digest == query.sample.digest { pictures.images[sample.digest] = sample.pixels }
        }
        pictures.witnesses = witnesses(Set(request.queries.compactMap(\.witness)))
        pictures = pictures.completed(by: kept)
        addScores(request, to: &pictures)
        return pictures
    }

    private func witnesses(_ names: Set<PixelFingerprint>) -> [PixelFingerprint: [Float]] {
        var found = [PixelFingerprint: [Float]]()
        if let store, let results = try? ResultStore(store, mode: .read) {
            found = (try? results.witnesses(names)) ?? [:]
        }
        for stored in snapshot.outcomes.joined() {
            guard let pixels = stored.outcome.witness?.pixels, !pixels.isEmpty, let name = stored.fingerprint,
                names.contains(name)
            else { continue }
            found[name] = pixels
        }
        return found
    }

    /// What the networks say of every image and witness that has no scores yet.
    private func addScores(_ request: PictureRequest, to pictures: inout Pictures) {
        for (id, queries) in Dictionary(grouping: request.queries, by: \.network).sorted(by: { $0.key < $1.key }) {
            var points = [Pictures.Point: [Float]]()
            for query in queries {
                guard let digest = query.networkDigest else { continue }
                let sample = Pictures.Point(network: digest, sample: query.sample.digest)
                points[sample] = pictures.images[query.sample.digest]
                guard let witness = query.witness else { continue }
                points[Pictures.Point(network: digest, witness: witness)] = pictures.witnesses[witness]
            }
            points = points.filter { pictures.scores[$0.key] == nil }
            guard !points.isEmpty, let declared = suite.networks.first(where: { $0.id == id }),
                let network = try? NetworkFile.read(path: declared.file, architecture: declared.architecture)
            else { continue }
            let digest = network.digest
            for (point, pixels) in points where pixels.count == network.inputShape.count && point.network == digest {
                let image = Matrix(rows: 1, columns: pixels.count, elements: pixels.map(Double.init))
                pictures.scores[point] = Evaluator<Double>(network).logits(image).row(0).map(Self.rounded)
            }
        }
    }

    /// To six digits: what rounding in another order would change is not there.
    private static func rounded(_ value: Double) -> Double { Double(String(format: "%.6g", value)) ?? value }
}
