import Questions
import Testing
import verigap

@Suite("Texts for people")
struct TextFormatTests {
    @Test(arguments: [
        (0.04, "0.0 s"), (3.24, "3.2 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (185, "3 min 05 s"),
        (7800, "2 h 10 min"), (.infinity, "–"),
    ])
    func durations(seconds: Double, text: String) { #expect(TextFormat.duration(seconds) == text) }

    @Test(arguments: [(0, "0 B"), (1023, "1023 B"), (1536, "1.50 KiB"), (5 << 30, "5.00 GiB")])
    func bytes(count: Int, text: String) { #expect(TextFormat.bytes(count) == text) }

    @Test func columnsAreAligned() {
        let text = TextFormat.columns([["a", "1"], ["bcd", "12", "x"]], rightAligned: [1])
        #expect(text == "a     1\nbcd  12  x")
    }

    @Test func methodsAsTables() {
        let catalog = MethodCatalog([
            MethodDescriptor(
                name: "pgd", title: "PGD", summary: "Descends.", source: "Someone", claim: .attack,
                norms: [.two, .infinity], layers: [.linear, .relu],
                options: [
                    OptionDescriptor("steps", .integer(1...9), default: .integer(4), help: "How many."),
                    OptionDescriptor("loss", .choice(["a", "b"]), default: .text("a"), help: "Which a|b."),
                ], costRank: 1)
        ])
        #expect(
            MethodTable(catalog).text == """
                pgd  (attack; l2, l∞)
                    Descends.
                    Source: Someone
                    Not for: conv2d, max-pool, average-pool, add, flatten, normalise, select, concat, reshape
                    option  default  allowed
                    steps   4        1…9      How many.
                    loss    a        a, b     Which a|b.

                Every method in a suite also takes id, samples, samples-of, time-limit, memory and
                cpu-limit (default: the suite's budget).
                """)
        #expect(
            MethodTable(catalog).markdown == #"""
                | method | claim | norms | not for layers | rigorous | summary | source |
                | --- | --- | --- | --- | --- | --- | --- |
                | `pgd` | attack | l2, l∞ | conv2d, max-pool, average-pool, add, flatten, normalise, select, concat, reshape | yes | Descends. | Someone |

                | method | option | default | allowed | meaning |
                | --- | --- | --- | --- | --- |
                | `pgd` | `steps` | `4` | 1…9 | How many. |
                | `pgd` | `loss` | `a` | a, b | Which a\|b. |
                """#)
    }
}
