import LinearAlgebra

/// The weights of a layer between active neurons of one image: per position a matrix Gⱼ of its active channels ×
/// the active neurons that it reads.
struct ActiveWeights<Scalar: BLASScalar> {
    let layer: AffineLayer
    let taps: [[ReceptiveFields.Tap]]
    let area: Int
    let rows: ActiveNeurons
    let columns: ActiveNeurons
    /// The matrices, one after another.
    private(set) var values: [Scalar]
    /// Where the matrix of every position begins.
    let starts: [Int]
    /// Columns of the matrix of every position.
    let widths: [Int]

    /// - Parameters:
    ///   - number: of the layer, from 1.
    ///   - active: neurons of all layers from the input up to this one.
    init(
        _ number: Int, _ layers: [AffineLayer], _ fields: ReceptiveFields, _ active: [ActiveNeurons],
        _ parameters: [Scalar]
    ) {
        layer = layers[number - 1]
        area = fields.areas[number]
        taps = fields.taps[number]
        rows = active[number]
        columns = active[number - 1]
        var starts = [Int]()
        var widths = [Int]()
        var end = 0
        for (position, taps) in taps.enumerated() {
            let width = taps.reduce(0) { $0 + active[number - 1].count(at: $1.position) }
            starts.append(end)
            widths.append(width)
            end += width * active[number].count(at: position)
        }
        self.starts = starts
        self.widths = widths
        values = []
        values = [Scalar](unsafeUninitializedCapacity: end) { values, count in
            parameters.withUnsafeBufferPointer { parameters in
                guard let values = values.baseAddress, let parameters = parameters.baseAddress else { return }
                forEachRun { place, weight, channels in
                    if columns.isAll, area == 1 {
                        (values + place).update(from: parameters + weight, count: channels.count)
                    } else {
                        for index in channels.indices {
                            values[place + index] = parameters[weight + channels[index] * area]
                        }
                    }
                }
            }
            count = end
        }
    }

    /// Adds derivatives by the entries of all matrices to those by the weights.
    func scatter(_ derivatives: [Scalar], into gradient: inout [Scalar]) {
        derivatives.withUnsafeBufferPointer { derivatives in
            gradient.withUnsafeMutableBufferPointer { gradient in
                forEachRun { place, weight, channels in
                    if columns.isAll, area == 1 {
                        for index in channels.indices { gradient[weight + index] += derivatives[place + index] }
                    } else {
                        for index in channels.indices {
                            gradient[weight + channels[index] * area] += derivatives[place + index]
                        }
                    }
                }
            }
        }
    }

    /// Calls `body(place, weight, channels)` for every tap of every row: the entries from `place` on are the weights
    /// `weight` + channel · area of the given channels.
    @inline(__always)
    private func forEachRun(_ body: (_ place: Int, _ weight: Int, _ channels: UnsafeBufferPointer<Int>) -> Void) {
        columns.channels.withUnsafeBufferPointer { channels in
            var place = 0
            for (position, taps) in taps.enumerated() {
                for row in rows.channels[rows.starts[position]..<rows.starts[position + 1]] {
                    for tap in taps {
                        let range = columns.starts[tap.position]..<columns.starts[tap.position + 1]
                        body(
                            place, layer.start + row * layer.columns + tap.entry,
                            UnsafeBufferPointer(rebasing: channels[range]))
                        place += range.count
                    }
                }
            }
        }
    }
}
