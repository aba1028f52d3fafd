/// A formula as the tests make it: written as text for the reader, evaluated here from the definition alone, in exact fractions.
indirect enum Tree {
    case and([Tree]), or([Tree]), not(Tree), implies(Tree, Tree)
    case compare(String, Term, Term)

    indirect enum Term {
        case number(Int, tenths: Bool)
        case input(Int), output(Int)
        case sum([Term]), difference([Term]), scaled(Int, Term)
    }
}

/// A fraction of small whole numbers.
struct Fraction: Comparable {
    var top: Int
    var bottom: Int

    init(_ top: Int, _ bottom: Int = 1) {
        let divisor = Self.common(abs(top), bottom)
        (self.top, self.bottom) = (top / divisor, bottom / divisor)
    }

    private static func common(_ a: Int, _ b: Int) -> Int { a == 0 ? b : common(b % a, a) }

    static func + (a: Self, b: Self) -> Self { Self(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom) }
    static func * (a: Self, b: Self) -> Self { Self(a.top * b.top, a.bottom * b.bottom) }
    static func < (a: Self, b: Self) -> Bool { a.top * b.bottom < b.top * a.bottom }
}

extension Tree.Term {
    func value(_ x: [Fraction], _ y: [Fraction]) -> Fraction {
        switch self {
        case .number(let value, let tenths): Fraction(value, tenths ? 10 : 1)
        case .input(let index): x[index]
        case .output(let index): y[index]
        case .sum(let terms): terms.map { $0.value(x, y) }.reduce(Fraction(0), +)
        case .difference(let terms):
            terms.count == 1
                ? Fraction(-1) * terms[0].value(x, y)
                : terms.dropFirst().reduce(terms[0].value(x, y)) { $0 + Fraction(-1) * $1.value(x, y) }
        case .scaled(let factor, let term): Fraction(factor) * term.value(x, y)
        }
    }

    var text: String {
        switch self {
        case .number(let value, let tenths): tenths ? "\(value)e-1" : "\(value)"
        case .input(let index): "X_\(index)"
        case .output(let index): "Y_\(index)"
        case .sum(let terms): "(+ \(terms.map(\.text).joined(separator: " ")))"
        case .difference(let terms): "(-\n\(terms.map(\.text).joined(separator: "\t")))"
        case .scaled(let factor, let term):
            factor % 2 == 0 ? "(* \(factor).0 \(term.text))" : "(* \(term.text) \(factor))"
        }
    }
}

extension Tree {
    /// Whether it holds at a point, or its negation does.
    func holds(_ x: [Fraction], _ y: [Fraction], negated: Bool = false) -> Bool {
        switch self {
        case .and(let parts):
            return negated
                ? parts.contains { $0.holds(x, y, negated: true) } : parts.allSatisfy { $0.holds(x, y) }
        case .or(let parts):
            return negated
                ? parts.allSatisfy { $0.holds(x, y, negated: true) } : parts.contains { $0.holds(x, y) }
        case .not(let part): return part.holds(x, y, negated: !negated)
        case .implies(let a, let b): return Tree.or([.not(a), b]).holds(x, y, negated: negated)
        case .compare(let sign, let left, let right):
            let (a, b) = (left.value(x, y), right.value(x, y))
            if sign == "=" { return a == b }
            if a == b { return (sign.count == 2) != negated }
            return (sign.hasPrefix("<") != negated) == (a < b)
        }
    }

    var text: String {
        switch self {
        case .and(let parts): "(and\(parts.map(\.text).joined()))"
        case .or(let parts): "(or \(parts.map(\.text).joined(separator: " ; or )\n")))"
        case .not(let part): "(not \(part.text))"
        case .implies(let a, let b): "(=> \(a.text) \(b.text))"
        case .compare(let sign, let left, let right): "( \(sign) \(left.text) \(right.text))"
        }
    }
}

/// Random formulas over `inputs` and `outputs` variables.
struct TreeMaker {
    var random: SplitMix
    let inputs: Int
    let outputs: Int

    mutating func tree(depth: Int, mayNegate: Bool = true) -> Tree {
        let kind = depth == 0 ? 9 : random.next(in: 0...9)
        switch kind {
        case 0...2: return .and(parts(depth, mayNegate))
        case 3...5: return .or(parts(depth, mayNegate))
        case 6 where mayNegate: return .not(tree(depth: depth - 1, mayNegate: false))
        case 7 where mayNegate: return .implies(tree(depth: depth - 1, mayNegate: false), tree(depth: depth - 1))
        default: return comparison(mayBeEqual: mayNegate)
        }
    }

    private mutating func parts(_ depth: Int, _ mayNegate: Bool) -> [Tree] {
        (0..<random.next(in: 1...3)).map { _ in tree(depth: depth - 1, mayNegate: mayNegate) }
    }

    /// Within a negation equations are not supported.
    private mutating func comparison(mayBeEqual: Bool) -> Tree {
        let isOfInputs = random.next(in: 0...1) == 0
        let signs = ["<=", ">=", "<", ">", "="]
        let sign = signs[random.next(in: 0...(mayBeEqual ? 4 : 3))]
        return .compare(sign, term(isOfInputs, depth: 1), term(isOfInputs, depth: random.next(in: 0...1)))
    }

    private mutating func term(_ isOfInputs: Bool, depth: Int) -> Tree.Term {
        switch depth == 0 ? random.next(in: 0...2) : random.next(in: 0...5) {
        case 0: return .number(random.next(in: -9...9), tenths: random.next(in: 0...1) == 0)
        case 3: return .sum((0..<random.next(in: 1...3)).map { _ in term(isOfInputs, depth: depth - 1) })
        case 4: return .difference((0..<random.next(in: 1...3)).map { _ in term(isOfInputs, depth: depth - 1) })
        case 5: return .scaled(random.next(in: -3...3), term(isOfInputs, depth: depth - 1))
        default:
            return isOfInputs ? .input(random.next(in: 0...inputs - 1)) : .output(random.next(in: 0...outputs - 1))
        }
    }

    /// Entries −2, −1.75, … 2, which are doubles.
    mutating func point(_ count: Int) -> [Int] { (0..<count).map { _ in random.next(in: -8...8) } }
}
