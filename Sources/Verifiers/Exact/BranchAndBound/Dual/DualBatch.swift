import CShims

/// Domains side by side for the dual function: every quantity is a block of rows, one per unstable ReLU (or input), with a
/// column per domain. The blocks are made once and used for batch after batch.
package final class DualBatch {
    package let system: ReLUSystem
    /// Upper planes of later ReLUs, the same ones in every column.
    let planeSets: [PlaneSet]
    /// Rows of multipliers: ReLUs, then planes.
    let rowCount: Int
    /// Columns there is room for.
    let capacity: Int
    /// Columns in use, which is also the distance between rows.
    package private(set) var width = 0
    /// Per column: its position among the domains that were loaded.
    package private(set) var origins: [Int] = []

    /// A `Split` per ReLU and column; 0 in the rows of planes, whose shares are moved as α is.
    package let split: FloatBlock
    /// α where a ReLU is open, β where it is split; σ of a plane.
    package let multiplier: FloatBlock
    /// The multipliers of the best bounds so far.
    package let best: FloatBlock
    /// Adam's running averages of the gradient and of its square.
    let mean: FloatBlock
    let square: FloatBlock
    /// Coefficients on h, and on z. In the rows of planes: what of −λ > 0 of an open ReLU the sets before have left, and −σ times that.
    package let lambda: FloatBlock
    package let mu: FloatBlock
    /// What planes leave of λ.
    let rest: FloatBlock
    /// Values along the forward pass; of a plane, what it is below the triangle.
    package let z: FloatBlock
    package let h: FloatBlock
    /// Coefficients on the inputs, and the inputs that minimised when they were last asked for.
    let nu: FloatBlock
    package let inputs: FloatBlock
    /// Coefficients on, then values of the rows that the system's input map shares.
    let carried: FloatBlock
    /// The network's own values h at the minimising inputs, where they are asked for.
    let exact: FloatBlock
    /// Lower bounds at the present multipliers, and the best ones so far.
    package let bounds: FloatBlock
    package let bestBounds: FloatBlock
    /// 1 where a column is marked.
    let marks: FloatBlock
    /// What minimising over a ball needs for every column.
    let ballScratch: FloatBlock
    /// Bound evaluations so far: a pass back and a pass forth over one column is one.
    private(set) var evaluations = 0.0
    /// Upper planes that stand in for the triangles of the first ReLUs.
    package let planes: (any BatchPlanes)?
    /// Slope and intercept of the upper line of an open ReLU; 0 where a plane takes its place.
    let slopes: [Float]
    let intercepts: [Float]

    package init(
        _ system: ReLUSystem, capacity: Int, planes: InputPlanes? = nil, hiddenPlanes: [SystemPlanes] = []
    ) {
        self.system = system
        var sets = [PlaneSet]()
        var rows = system.count
        for planes in hiddenPlanes {
            sets.append(PlaneSet(planes: planes, first: rows))
            rows += planes.count
        }
        (planeSets, rowCount) = (sets, rows)
        self.planes = planes?.inBatch(capacity: capacity)
        let raised = planes?.count ?? 0
        slopes = system.slopes.enumerated().map { $0.offset < raised ? 0 : $0.element }
        intercepts = system.intercepts.enumerated().map { $0.offset < raised ? 0 : $0.element }
        self.capacity = capacity
        func perReLU() -> FloatBlock { FloatBlock(system.count * capacity) }
        let all = rows
        func perMultiplier() -> FloatBlock { FloatBlock(all * capacity) }
        split = perMultiplier()
        multiplier = perMultiplier()
        best = perMultiplier()
        mean = perMultiplier()
        square = perMultiplier()
        lambda = perMultiplier()
        mu = perMultiplier()
        rest = sets.isEmpty ? FloatBlock(0) : perReLU()
        z = perMultiplier()
        h = perReLU()
        exact = perReLU()
        nu = FloatBlock(system.inputCount * capacity)
        inputs = FloatBlock(system.inputCount * capacity)
        carried = FloatBlock(system.inputMap.rows * capacity)
        bounds = FloatBlock(capacity)
        bestBounds = FloatBlock(capacity)
        marks = FloatBlock(capacity)
        ballScratch = FloatBlock(4 * capacity)
    }

    /// Takes over domains, one per column.
    package func load(_ domains: ArraySlice<BranchDomain>) {
        begin(domains.count)
        for (column, domain) in domains.enumerated() { load(domain, column) }
    }

    /// Takes over halves of domains, one per column.
    package func load(_ halves: ArraySlice<DomainHalf>, of domains: [BranchDomain]) {
        begin(halves.count)
        for (column, half) in halves.enumerated() {
            load(domains[half.domain], column)
            split[half.unit * width + column] = Float(half.split.rawValue)
            multiplier[half.unit * width + column] = 0
        }
    }

    private func begin(_ count: Int) {
        precondition(count <= capacity, "\(count) domains in a batch of \(capacity)")
        width = count
        origins = Array(0..<count)
        mean.fill(units, 0)
        square.fill(units, 0)
        bestBounds.fill(columns, -.infinity)
        marks.fill(columns, 0)
        planes?.begin(count)
    }

    private func load(_ domain: BranchDomain, _ column: Int) {
        planes?.load(domain.planes, column)
        for unit in 0..<system.count {
            split[unit * width + column] = Float(domain.splits[unit])
            multiplier[unit * width + column] = domain.multipliers[unit]
        }
        for row in planeRows {
            split[row * width + column] = 0
            // Planes that are younger than the domain have no share yet.
            multiplier[row * width + column] = row < domain.multipliers.count ? domain.multipliers[row] : 0
        }
    }

    /// Remembers the present multipliers wherever their bound is the best so far.
    func keepBest() {
        var improved = 0
        for column in 0..<width {
            let isBetter = bounds[column] > bestBounds[column]
            marks[column] = isBetter ? 1 : 0
            improved += isBetter ? 1 : 0
            if isBetter { bestBounds[column] = bounds[column] }
        }
        guard improved > 0 else { return }
        shims_ascent_select(
            rowCount, width, marks.address(of: columns), multiplier.address(of: units), best.address(of: units))
    }

    /// Back to the multipliers of the best bounds.
    package func restoreBest() { multiplier.copy(units, from: best) }

    /// One step of projected Adam ascent from the last evaluation.
    func advance(step: Int, alphaStep: Float, betaStep: Float, decay: Float) {
        let rate = power(decay, step - 1) / (1 - power(0.9, step))
        shims_ascent_advance(
            units.count, lambda.address(of: units), split.address(of: units), z.address(of: units), alphaStep * rate,
            betaStep * rate, 1 / (1 - power(0.999, step)), mean.address(of: units), square.address(of: units),
            multiplier.address(of: units))
    }

    /// Keeps the given columns only, in ascending order; what evaluations left behind is lost.
    package func compact(to columns: [Int]) {
        guard columns.count < width else { return }
        precondition(zip(columns, columns.dropFirst()).allSatisfy(<) && columns.allSatisfy { 0..<width ~= $0 })
        let places = columns.map(Int32.init)
        for block in [split, multiplier, best, mean, square] {
            shims_ascent_compact(rowCount, width, columns.count, places, columns.count, block.address(of: units))
        }
        for (position, column) in columns.enumerated() { bestBounds[position] = bestBounds[column] }
        origins = columns.map { origins[$0] }
        planes?.compact(to: columns)
        width = columns.count
    }

    /// The entries of one column of a block of ReLUs.
    package func column(_ column: Int, of block: FloatBlock) -> [Float] {
        (0..<system.count).map { block[$0 * width + column] }
    }

    /// The multipliers of the best bound of one column, as a domain holds them.
    package func bestMultipliers(_ column: Int) -> [Float] { (0..<rowCount).map { best[$0 * width + column] } }

    /// What the bound of one column rests on at present, as certificates take it.
    package func leaf(_ column: Int) -> LeafMultipliers {
        LeafMultipliers(
            lambda: self.column(column, of: planeSets.isEmpty ? lambda : rest), mu: self.column(column, of: mu),
            weights: planes?.weights(column), shared: planeRows.map { mu[$0 * width + column] })
    }

    /// Rows of the planes of later ReLUs.
    var planeRows: Range<Int> { system.count..<rowCount }

    /// Places of a row's columns.
    func row(_ index: Int) -> Range<Int> { index * width..<(index + 1) * width }

    /// Places of all columns of the given rows.
    func places(_ rows: Range<Int>) -> Range<Int> { rows.lowerBound * width..<rows.upperBound * width }

    /// Places of all columns of the rows of ReLUs and planes.
    private var units: Range<Int> { 0..<rowCount * width }

    /// Places of all columns of a block that is one row.
    var columns: Range<Int> { 0..<width }

    /// Rows of a block, as products take them.
    func rows(_ range: Range<Int>, of block: FloatBlock) -> FloatRows { FloatRows(block, range, width: width) }

    func count(evaluations count: Double) { evaluations += count }

    private func power(_ base: Float, _ exponent: Int) -> Float {
        (0..<exponent).reduce(1) { value, _ in value * base }
    }
}
