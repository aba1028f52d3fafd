import Foundation
import Questions
import Testing

@Suite struct DigestTests {
    /// The test vectors of FIPS 180-2.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ])
    func knownVectors(text: String, expected: String) {
        #expect(Digest(of: text).description == expected)
        #expect(Digest(of: Array(text.utf8)).description == expected)
        #expect(Digest(of: text).bytes.count == 32)
        let bytes = Array(text.utf8)
        let middle = bytes.count / 3
        #expect(Digest(ofPieces: [bytes[..<middle], [], bytes[middle...]]).description == expected)
    }

    @Test func hexadecimalRoundTrip() throws {
        let digest = Digest(of: "abc")
        #expect(Digest(hexadecimal: digest.description) == digest)
        #expect(Digest(hexadecimal: digest.description.uppercased()) == digest)
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(digest.short == "ba7816bf8f01")
    }

    @Test(arguments: [
        "", "ab", String(repeating: "a", count: 63), String(repeating: "a", count: 65),
        String(repeating: "g", count: 64), String(repeating: " a", count: 32), String(repeating: "é", count: 32),
    ])
    func refusesWhatIsNotADigest(text: String) {
        #expect(Digest(hexadecimal: text) == nil)
    }

    @Test func refusesWrongByteCounts() {
        #expect(Digest(bytes: []) == nil)
        #expect(Digest(bytes: Array(repeating: 0, count: 31)) == nil)
        #expect(Digest(bytes: Array(repeating: 0, count: 33)) == nil)
    }

    @Test func isWrittenAsItsDigits() throws {
        let digest = Digest(of: "abc")
        let json = try JSONEncoder().encode([digest])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(digest)\"]")
        #expect(try JSONDecoder().decode([Digest].self, from: json) == [digest])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Digest].self, from: Data(#"["abc"]"#.utf8))
        }
    }
}

@Suite struct SampleTests {
    private let sample = Sample(
        id: SampleID(dataset: "mnist", split: "test", index: 124), label: 3, pixels: [0, 0.5, 1, 0.1])

    @Test func digestIsPinned() {
        #expect(
            sample.digest.description == "e2235fb7776f34a52252668d74ae1a15a02e477fda8bf42331c55d8ee30c9299")
    }

    @Test func digestDependsOnLabelAndEveryPixelOnly() {
        var renamed = sample
        renamed.id = SampleID(dataset: "other", split: "train", index: 0)
        #expect(renamed.digest == sample.digest)
        var seen: Set = [sample.digest]
        var relabelled = sample
        relabelled.label = 4
        #expect(seen.insert(relabelled.digest).inserted)
        for index in sample.pixels.indices {
            var changed = sample
            changed.pixels[index] = changed.pixels[index].nextUp
            #expect(seen.insert(changed.digest).inserted)
        }
        var swapped = sample
        swapped.pixels.swapAt(0, 2)
        #expect(seen.insert(swapped.digest).inserted)
        var shorter = sample
        shorter.pixels.removeLast()
        #expect(seen.insert(shorter.digest).inserted)
    }

    @Test func nameIsWrittenWithColons() {
        #expect(sample.id.description == "mnist:test:124")
    }
}
