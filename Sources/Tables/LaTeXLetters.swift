/// What LaTeX writes for letters and signs.
enum LaTeXLetters {
    static let replacements: [Character: String] = special.merging(signs) { $1 }.merging(letters) { $1 }
        .merging(greek) { $1 }

    /// Characters that mean something to LaTeX.
    private static let special: [Character: String] = [
        "\\": "\\textbackslash{}", "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}",
        "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "<": "$<$", ">": "$>$", "|": "$|$", "`": "\\`{}",
    ]

    private static let signs: [Character: String] = [
        "≥": "$\\geq$", "≤": "$\\leq$", "≠": "$\\neq$", "≈": "$\\approx$", "∼": "$\\sim$", "∈": "$\\in$",
        "∞": "$\\infty$", "−": "$-$", "–": "--", "—": "---", "×": "$\\times$", "±": "$\\pm$", "‖": "$\\|$",
        "…": "\\ldots{}", "·": "$\\cdot$", "•": "$\\bullet$", "°": "$^\\circ$", "√": "$\\surd$", "†": "\\dag{}",
        "‡": "\\ddag{}", "§": "\\S{}", "¶": "\\P{}", "©": "\\copyright{}", "£": "\\pounds{}", "→": "$\\rightarrow$",
        "←": "$\\leftarrow$", "⇒": "$\\Rightarrow$", "⇔": "$\\Leftrightarrow$", "′": "$'$", "″": "$''$", "‘": "`",
        "’": "'", "‚": ",", "“": "``", "”": "''", "„": ",,", "‹": "$<$", "›": "$>$", "«": "$\\ll$", "»": "$\\gg$",
        "¡": "!`", "¿": "?`", "¬": "$\\neg$", "¹": "$^1$", "²": "$^2$", "³": "$^3$", "⁻": "$^-$", "₀": "$_0$",
        "₁": "$_1$", "₂": "$_2$", "₃": "$_3$", "ℓ": "$\\ell$", "ₚ": "$_p$", "\u{A0}": "~", "\u{202F}": "\\,",
        "\u{2009}": "\\,", "\u{2010}": "-", "\u{2011}": "-",
    ]

    private static let letters: [Character: String] = [
        "ß": "\\ss{}", "æ": "\\ae{}", "Æ": "\\AE{}", "œ": "\\oe{}", "Œ": "\\OE{}", "ø": "\\o{}", "Ø": "\\O{}",
        "ł": "\\l{}", "Ł": "\\L{}", "ı": "\\i{}",
    ]

    private static let greek: [Character: String] = [
        "α": "$\\alpha$", "β": "$\\beta$", "γ": "$\\gamma$", "δ": "$\\delta$", "ε": "$\\varepsilon$",
        "ϵ": "$\\epsilon$", "ζ": "$\\zeta$", "η": "$\\eta$", "θ": "$\\theta$", "ι": "$\\iota$", "κ": "$\\kappa$",
        "λ": "$\\lambda$", "μ": "$\\mu$", "µ": "$\\mu$", "ν": "$\\nu$", "ξ": "$\\xi$", "ο": "$o$", "π": "$\\pi$",
        "ρ": "$\\rho$", "σ": "$\\sigma$", "ς": "$\\varsigma$", "τ": "$\\tau$", "υ": "$\\upsilon$",
        "φ": "$\\varphi$", "ϕ": "$\\phi$", "χ": "$\\chi$", "ψ": "$\\psi$", "ω": "$\\omega$", "Α": "A", "Β": "B",
        "Γ": "$\\Gamma$", "Δ": "$\\Delta$", "Ε": "E", "Ζ": "Z", "Η": "H", "Θ": "$\\Theta$", "Ι": "I", "Κ": "K",
        "Λ": "$\\Lambda$", "Μ": "M", "Ν": "N", "Ξ": "$\\Xi$", "Ο": "O", "Π": "$\\Pi$", "Ρ": "P",
        "Σ": "$\\Sigma$", "Τ": "T", "Υ": "$\\Upsilon$", "Φ": "$\\Phi$", "Χ": "X", "Ψ": "$\\Psi$", "Ω": "$\\Omega$",
    ]

    /// Commands of combining marks.
    static let accents: [Unicode.Scalar: String] = [
        "\u{300}": "`", "\u{301}": "'", "\u{302}": "^", "\u{303}": "~", "\u{304}": "=", "\u{306}": "u",
        "\u{307}": ".", "\u{308}": "\"", "\u{30A}": "r", "\u{30B}": "H", "\u{30C}": "v", "\u{323}": "d",
        "\u{327}": "c", "\u{331}": "b",
    ]
}
