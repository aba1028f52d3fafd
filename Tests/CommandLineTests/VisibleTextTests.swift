import Testing
import verigap

@Suite struct VisibleTextTests {
    @Test func controlCharactersAreShown() {
        #expect(VisibleText.of("a\u{1B}[31mb\r\u{7F}\u{9B}\u{202E}c") == "a\\u{1B}[31mb\\u{D}\\u{7F}\\u{9B}\\u{202E}c")
    }

    @Test func textStays() {
        let text = "network 'α', 日本\n\tε ≤ 0.1 — “so”"
        #expect(VisibleText.of(text) == text)
    }
}
