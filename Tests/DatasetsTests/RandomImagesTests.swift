import Datasets
import Foundation
import Questions
import Testing

/// Images that are drawn, against bytes that another program drew.
@Suite struct RandomImagesTests {
    private let images = RandomImages(shape: [3, 32, 32], seed: 1, count: 10)
    private let locator = DatasetLocator(environment: [:], workingDirectory: "/none", systemDirectory: "/none")

    @Test func bytesAreThoseOfAnotherProgram() throws {
        let dataset = try locator.load(DatasetReference(images))
        #expect(dataset.count == 10 && dataset.shape == [3, 32, 32] && dataset.labels.allSatisfy { $0 == 0 })
        let bytes = dataset.pixels.map { UInt8(($0 * 255).rounded()) }
        #expect(dataset.pixels == bytes.map { Float($0) / 255 })
        #expect(Array(bytes.prefix(8)) == [179, 133, 146, 100, 178, 36, 18, 97])
        let hash = "fff4598c7db42a9704cb3fe005e15ca8581305f963aa1cb8d971d53660943bf9"
        #expect(Digest(of: bytes).description == hash)
    }

    @Test func fewerAreTheFirstOfMore() {
        var fewer = images
        fewer.count = 3
        #expect(fewer.dataset().pixels == Array(images.dataset().pixels.prefix(3 * 3072)))
    }

    /// No two sets of images share a name unless the images are the same.
    @Test func namesSayShapeAndSeed() {
        #expect("\(images.dataset().sample(4).id)" == "random-3x32x32:seed-1:4")
        var other = images
        other.seed = 2
        #expect(other.dataset().sample(4).id != images.dataset().sample(4).id)
        #expect(other.dataset().digest != images.dataset().digest)
    }

    @Test func theWireKnowsOfThemOnlyWhereThereAreSome() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let plain = String(decoding: try encoder.encode(DatasetReference(name: "mnist")), as: UTF8.self)
        #expect(plain == #"{"name":"mnist","split":"test"}"#)
        let reference = DatasetReference(images)
        #expect(try JSONDecoder().decode(DatasetReference.self, from: try encoder.encode(reference)) == reference)
    }
}
