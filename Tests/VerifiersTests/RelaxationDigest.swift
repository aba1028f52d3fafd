import LinearAlgebra
import Verifiers

/// A hash of numbers to the last bit (FNV-1a, 64 bits); both zeros count as one.
struct NumberDigest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    private mutating func mix(_ bits: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            value = (value ^ ((bits >> shift) & 0xff)) &* 0x100_0000_01b3
        }
    }

    mutating func add(_ number: Double) { mix(number == 0 ? 0 : number.bitPattern) }
    mutating func add(_ number: Int) { mix(UInt64(bitPattern: Int64(number))) }
    mutating func add(_ numbers: [Double]) {
        add(numbers.count)
        for number in numbers { add(number) }
    }
    /// Exact in double precision.
    mutating func add(_ numbers: [Float]) { add(numbers.map(Double.init)) }

    mutating func add(_ function: LinearFunction) {
        add(function.columns.map(Double.init))
        add(function.values)
        add(function.constant)
        add(function.error)
    }

    mutating func add(_ program: LinearProgram) {
        add(program.lower)
        add(program.upper)
        for column in program.integers.sorted() { add(column) }
        for row in program.rows {
            add(row.columns.map(Double.init))
            add(row.values)
            add(row.rightHandSide)
            add(row.error)
            add(row.defines ?? -1)
            switch row.relation {
            case .equal: add(0)
            case .atLeast: add(1)
            case .atMost: add(2)
            }
        }
    }

    mutating func add(_ matrix: BatchMatrix?) {
        guard let matrix else { return add(-1) }
        if case .sparse = matrix { add(1) } else { add(0) }
        add(matrix.rows)
        add(matrix.columns)
        add(matrix.elements)
    }

    mutating func add(_ system: ReLUSystem) {
        for range in system.stages { add(range.upperBound) }
        for block in system.hiddenWeights.joined() { add(block) }
        add(system.inputMap.direct)
        add(system.inputMap.stack)
        add(system.inputMap.mixing)
        for numbers in [
            system.bias, system.lower, system.upper, system.slopes, system.intercepts, system.inputLower,
            system.inputUpper,
        ] { add(numbers) }
    }

    mutating func add(_ objective: SystemObjective) {
        add(objective.inputWeights)
        add(objective.hiddenWeights)
        add(Double(objective.constant))
        add(objective.exact)
    }

    mutating func add(_ planes: ExactPlanes) {
        for row in planes.rows {
            add(row.inputs.map(Double.init))
            for numbers in [row.values, row.least, row.largest, [row.bias, row.reach, row.error]] { add(numbers) }
        }
        add(planes.lower)
        add(planes.upper)
    }
}

extension BatchMatrix {
    /// Its entries in row-major order.
    var elements: [Float] {
        guard rows * columns > 0 else { return [] }
        let identity = FloatBlock((0..<columns * columns).map { $0 % (columns + 1) == 0 ? Float(1) : 0 })
        let product = FloatBlock(rows * columns)
        // A product with 1 and sums with 0 are exact.
        apply(
            FloatRows(identity, 0..<columns, width: columns), into: FloatRows(product, 0..<rows, width: columns))
        return (0..<product.count).map { product[$0] }
    }
}
