import LinearAlgebra

/// What the rows of a layer see of the layers below them, in a chain of convolutions and fully-connected layers.
///
/// The values of a layer stand on a grid: value channel · positions + position. A fully-connected layer has one position
/// and reads with a kernel as large as the grid below. Layers are numbered from 1 to L; 0 is the input.
struct ReceptiveFields: Sendable {
    struct Grid: Sendable, Hashable {
        var channels: Int
        var positions: Int
    }

    /// A kernel entry and the position below that it reads.
    struct Tap: Sendable, Hashable {
        var entry: Int
        var position: Int
    }

    /// What one position of a layer sees.
    struct Field: Sendable {
        /// Per layer from the input up to the position itself: the positions seen, in ascending order.
        var positions: [[Int]]
        /// Per layer from 1 on and per position of `positions`: the places in `positions` of the layer below that its taps
        /// read.
        var reads: [[[Int]]]
    }

    /// Per layer number.
    let grids: [Grid]
    /// Per layer number: kernel entries in one channel. The weight from channel c by entry e is column c · area + e.
    let areas: [Int]
    /// Per layer number and position, by entry; padding has none.
    let taps: [[[Tap]]]
    /// Per layer number from 2 on and position; the first layer's rows are its kernels.
    let fields: [[Field]]
    /// The positions of the first layer whose kernels lie on the input in the same way: the entries that are not on
    /// padding, and the positions.
    let firstClasses: [(entries: [Int], positions: [Int])]

    init(_ architecture: TrainableArchitecture) {
        let layers = architecture.layers
        let first = layers[0]
        var grids = [
            first.geometry.map { Grid(channels: $0.channels, positions: $0.height * $0.width) }
                ?? Grid(channels: first.columns, positions: 1)
        ]
        var areas = [0]
        var taps = [[[Tap]]()]
        for (below, layer) in layers.enumerated() {
            if var plane = layer.geometry {
                plane.channels = 1
                var read = [[Tap]](repeating: [], count: plane.positions)
                plane.forEachTap { entry, position, input in read[position].append(Tap(entry: entry, position: input)) }
                taps.append(read)
            } else {
                taps.append([(0..<grids[below].positions).map { Tap(entry: $0, position: $0) }])
            }
            areas.append(layer.columns / grids[below].channels)
            grids.append(Grid(channels: layer.rows, positions: layer.outputs / layer.rows))
        }
        self.grids = grids
        self.areas = areas
        self.taps = taps
        fields = grids.indices.map { number in
            number < 2 ? [] : (0..<grids[number].positions).map { Self.field(of: $0, number, grids, taps) }
        }
        let classes = Dictionary(grouping: taps[1].indices) { taps[1][$0].map(\.entry) }
        firstClasses = classes.map { ($0.key, $0.value) }.sorted { $0.positions[0] < $1.positions[0] }
    }

    private static func field(of position: Int, _ number: Int, _ grids: [Grid], _ taps: [[[Tap]]]) -> Field {
        var field = Field(
            positions: Array(repeating: [], count: number + 1), reads: Array(repeating: [], count: number + 1))
        field.positions[number] = [position]
        for layer in (1...number).reversed() {
            let read = field.positions[layer].map { taps[layer][$0].map(\.position) }
            let seen = Set(read.joined()).sorted()
            var places = [Int](repeating: 0, count: grids[layer - 1].positions)
            for (place, position) in seen.enumerated() { places[position] = place }
            field.reads[layer] = read.map { $0.map { places[$0] } }
            field.positions[layer - 1] = seen
        }
        return field
    }
}

/// The active neurons (z > 0) of one layer on one image, position after position.
struct ActiveNeurons: Sendable {
    /// In ascending order at every position.
    private(set) var channels: [Int] = []
    /// Where every position begins in `channels`, and the end.
    private(set) var starts = [0]
    /// Whether no neuron is missing.
    let isAll: Bool

    /// Every value, as of the input.
    init(all grid: ReceptiveFields.Grid) {
        isAll = true
        channels = (0..<grid.positions).flatMap { _ in 0..<grid.channels }
        starts = (0...grid.positions).map { $0 * grid.channels }
    }

    init<Scalar: BLASScalar>(_ preActivations: [Scalar], _ grid: ReceptiveFields.Grid) {
        isAll = false
        starts.reserveCapacity(grid.positions + 1)
        for position in 0..<grid.positions {
            for channel in 0..<grid.channels where preActivations[channel * grid.positions + position] > 0 {
                channels.append(channel)
            }
            starts.append(channels.count)
        }
    }

    func count(at position: Int) -> Int { starts[position + 1] - starts[position] }

    /// Where some positions begin when only their neurons are kept, and the end.
    func starts(of positions: [Int]) -> [Int] {
        var result = [0]
        result.reserveCapacity(positions.count + 1)
        var end = 0
        for position in positions {
            end += count(at: position)
            result.append(end)
        }
        return result
    }
}
