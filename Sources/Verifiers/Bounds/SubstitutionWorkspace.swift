import CShims
import LinearAlgebra
import Networks

/// Memory of backward substitution that is used again from batch to batch, stage to stage and image to image. It belongs to one
/// loop over queries: two substitutions must not use it at once.
final class SubstitutionWorkspace {
    /// Constants below and above, and magnitudes, per objective.
    private(set) var sums: shims_sums
    /// The same for trials on the way down.
    private(set) var trial: shims_sums
    private var stride = 0
    private var values: [CoefficientRows?] = []
    private var preActivations: CoefficientRows?
    private var marks = shims_marks(stamp: 0, fields: nil, groups: nil, list: nil)
    private var markCapacity = 0
    private var places: UnsafeMutablePointer<Int32>
    private var placeCapacity = 0

    init() {
        (sums, trial) = (Self.allocate(0), Self.allocate(0))
        places = .allocate(capacity: 1)
    }

    deinit {
        Self.deallocate(sums)
        Self.deallocate(trial)
        marks.fields?.deallocate()
        marks.groups?.deallocate()
        marks.list?.deallocate()
        places.deallocate()
    }

    /// Begins a batch: sums are 0, no stage has coefficients.
    func begin(stride: Int) {
        if stride > self.stride {
            Self.deallocate(sums)
            Self.deallocate(trial)
            (sums, trial) = (Self.allocate(stride), Self.allocate(stride))
            self.stride = stride
        }
        for sum in [sums.lower, sums.upper, sums.magnitude] { sum?.initialize(repeating: 0, count: stride) }
        for rows in values { rows?.clear() }
        preActivations?.clear()
    }

    /// Coefficients on the values of a stage.
    func values(of stage: Int, width: Int) -> CoefficientRows {
        while values.count <= stage { values.append(nil) }
        if let rows = values[stage], rows.width == width { return rows }
        let rows = CoefficientRows(width: width)
        values[stage] = rows
        return rows
    }

    /// Coefficients on values, with their stages, of stages that have any.
    var present: [(stage: Int, rows: CoefficientRows)] {
        values.enumerated().compactMap { stage, rows in
            rows.flatMap { $0.isEmpty ? nil : (stage, $0) }
        }
    }

    /// Coefficients on pre-activations of a stage whose values are others.
    func preActivations(width: Int) -> CoefficientRows {
        if let preActivations, preActivations.width == width { return preActivations }
        let rows = CoefficientRows(width: width)
        preActivations = rows
        return rows
    }

    /// target += Wᵀ source, except for values whose `lines` are 0.
    func pass(
        _ blocks: BlockedMatrix, _ source: CoefficientRows, into target: CoefficientRows, lines: Relaxation, stride: Int
    ) {
        reserveMarks(max(blocks.groupCount, blocks.fieldCount))
        target.reserve(stride: stride)
        blocks.withView { blocks in
            lines.withView { lines in
                shims_substitution_pass(blocks, &source.view, lines, &target.view, &marks, stride)
            }
        }
    }

    /// target += the chosen rows of W, one objective each, and their negatives from the objective `mirror` on, except for values
    /// whose `lines` are 0.
    func start(
        _ term: LoweredNetwork.Term, rows: [Int32], into target: CoefficientRows, lines: Relaxation, mirror: Int?,
        stride: Int
    ) {
        let (blocks, transposed) = (term.blocks, term.transposedBlocks)
        reserveMarks(max(blocks.groupCount, blocks.fieldCount, transposed.groupCount))
        reservePlaces(blocks.rows)
        target.reserve(stride: stride)
        blocks.withView { blocks in
            transposed.withView { view in
                lines.withView { lines in
                    shims_substitution_start(
                        blocks, view, transposed.groupOfColumn, rows.count, rows, lines, places, &target.view, &marks,
                        mirror ?? -1, stride)
                }
            }
        }
    }

    private func reserveMarks(_ needed: Int) {
        guard needed > markCapacity else { return }
        marks.fields?.deallocate()
        marks.groups?.deallocate()
        marks.list?.deallocate()
        markCapacity = needed
        marks = shims_marks(
            stamp: 0, fields: .allocate(capacity: needed), groups: .allocate(capacity: needed),
            list: .allocate(capacity: needed))
        marks.fields.initialize(repeating: 0, count: needed)
        marks.groups.initialize(repeating: 0, count: needed)
    }

    private func reservePlaces(_ needed: Int) {
        guard needed > placeCapacity else { return }
        places.deallocate()
        places = .allocate(capacity: needed)
        places.initialize(repeating: -1, count: needed)
        placeCapacity = needed
    }

    private static func allocate(_ count: Int) -> shims_sums {
        shims_sums(
            lower: .allocate(capacity: max(count, 1)), upper: .allocate(capacity: max(count, 1)),
            magnitude: .allocate(capacity: max(count, 1)))
    }

    private static func deallocate(_ sums: shims_sums) {
        sums.lower.deallocate()
        sums.upper.deallocate()
        sums.magnitude.deallocate()
    }
}
