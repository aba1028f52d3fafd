import Questions
import Testing

@Suite struct DigestSignTests {
    @Test(arguments: ["+f", "-0", "+0"]) func signsAreNoDigits(pair: String) {
        #expect(Digest(hexadecimal: String(repeating: pair, count: 32)) == nil)
        #expect(Digest(hexadecimal: String(repeating: "00", count: 31) + pair) == nil)
    }
}
