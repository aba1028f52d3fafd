import LinearAlgebra
import Testing

private struct Tap: Hashable {
    var patch: Int
    var position: Int
    var input: Int
}

/// Every square geometry of small extents whose window fits, and many others.
private let geometries = squares + others

/// Strides and dilations by axis, padding by side.
private let others: [ConvolutionGeometry] = {
    var (result, generator) = ([ConvolutionGeometry](), SeededGenerator(seed: 21))
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    while result.count < 400 {
        var geometry = ConvolutionGeometry(
            channels: pick(1...3), height: pick(1...7), width: pick(1...7), kernelHeight: pick(1...4),
            kernelWidth: pick(1...4), stride: 1, padding: 0)
        (geometry.strideHeight, geometry.strideWidth) = (pick(1...4), pick(1...4))
        (geometry.top, geometry.left, geometry.bottom, geometry.right) = (
            pick(0...3), pick(0...3), pick(0...3), pick(0...3)
        )
        (geometry.dilationHeight, geometry.dilationWidth) = (pick(1...3), pick(1...3))
        let fits =
            (geometry.kernelHeight - 1) * geometry.dilationHeight < geometry.height + geometry.top + geometry.bottom
            && (geometry.kernelWidth - 1) * geometry.dilationWidth < geometry.width + geometry.left + geometry.right
        if fits { result.append(geometry) }
    }
    return result
}()

/// Every geometry of one stride and one padding.
private let squares: [ConvolutionGeometry] = {
    var result = [ConvolutionGeometry]()
    for (channels, height, width) in [(1, 1, 1), (1, 1, 4), (1, 5, 3), (2, 4, 4), (3, 6, 5)] {
        for (kernelHeight, kernelWidth) in [(1, 1), (2, 2), (3, 3), (1, 3), (4, 2)] {
            for stride in 1...3 {
                for padding in 0...2
                where kernelHeight <= height + 2 * padding && kernelWidth <= width + 2 * padding {
                    result.append(
                        ConvolutionGeometry(
                            channels: channels, height: height, width: width, kernelHeight: kernelHeight,
                            kernelWidth: kernelWidth, stride: stride, padding: padding))
                }
            }
        }
    }
    return result
}()

@Suite struct ConvolutionGeometryTests {
    @Test func outputSizesOfKnownLayers() {
        let downsampling = ConvolutionGeometry(
            channels: 1, height: 28, width: 28, kernelHeight: 4, kernelWidth: 4, stride: 2, padding: 1)
        #expect((downsampling.outputHeight, downsampling.outputWidth) == (14, 14))
        #expect((downsampling.positions, downsampling.patchSize) == (196, 16))
        let same = ConvolutionGeometry(
            channels: 3, height: 32, width: 30, kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1)
        #expect((same.outputHeight, same.outputWidth, same.patchSize) == (32, 30, 27))
        let cut = ConvolutionGeometry(
            channels: 1, height: 6, width: 5, kernelHeight: 2, kernelWidth: 2, stride: 3, padding: 0)
        #expect((cut.outputHeight, cut.outputWidth) == (2, 2))
    }

    /// Counts of windows, one at a time until the kernel leaves the padded image.
    @Test func outputSizesAreThoseOfWindowsThatFit() {
        for geometry in geometries {
            let rows = (0..<64).count { row in
                row * geometry.strideHeight + (geometry.kernelHeight - 1) * geometry.dilationHeight
                    < geometry.height + geometry.top + geometry.bottom
            }
            let columns = (0..<64).count { column in
                column * geometry.strideWidth + (geometry.kernelWidth - 1) * geometry.dilationWidth
                    < geometry.width + geometry.left + geometry.right
            }
            #expect((geometry.outputHeight, geometry.outputWidth) == (rows, columns), "\(geometry)")
        }
    }

    @Test func uniformWindowsAreThoseOfOneStrideAndOnePadding() {
        #expect(squares.allSatisfy { $0.uniform != nil })
        var geometry = ConvolutionGeometry(
            channels: 1, height: 9, width: 9, kernelHeight: 2, kernelWidth: 3, stride: 2, padding: 1)
        #expect(geometry.uniform.map { [$0.stride, $0.padding] } == [2, 1])
        for field in [
            \ConvolutionGeometry.strideHeight, \.strideWidth, \.top, \.left, \.bottom, \.right, \.dilationHeight,
            \.dilationWidth,
        ] {
            geometry[keyPath: field] += 1
            #expect(geometry.uniform == nil)
            geometry[keyPath: field] -= 1
        }
    }

    @Test func tapsEqualBruteForce() {
        #expect(geometries.count > 100)
        for geometry in geometries {
            var expected = Set<Tap>()
            for channel in 0..<geometry.channels {
                for position in 0..<geometry.positions {
                    for entry in 0..<geometry.kernelHeight * geometry.kernelWidth {
                        let (kernelRow, kernelColumn) = entry.quotientAndRemainder(dividingBy: geometry.kernelWidth)
                        let (outRow, outColumn) = position.quotientAndRemainder(dividingBy: geometry.outputWidth)
                        // Coordinates in the padded image, where the window simply slides.
                        let row = outRow * geometry.strideHeight + kernelRow * geometry.dilationHeight
                        let column = outColumn * geometry.strideWidth + kernelColumn * geometry.dilationWidth
                        guard (geometry.top..<geometry.top + geometry.height).contains(row),
                            (geometry.left..<geometry.left + geometry.width).contains(column)
                        else { continue }
                        let input =
                            channel * geometry.height * geometry.width + (row - geometry.top) * geometry.width
                            + column - geometry.left
                        let patch = channel * geometry.kernelHeight * geometry.kernelWidth + entry
                        expected.insert(Tap(patch: patch, position: position, input: input))
                    }
                }
            }
            var found = [Tap]()
            geometry.forEachTap { found.append(Tap(patch: $0, position: $1, input: $2)) }
            #expect(found.count == expected.count, "\(geometry)")
            #expect(Set(found) == expected, "\(geometry)")
        }
    }

    /// ⟨im2col(x), y⟩ = ⟨x, col2im(y)⟩, exactly, because all entries are small whole numbers.
    @Test func im2colAndCol2imAreAdjoint() {
        var generator = SeededGenerator(seed: 11)
        for geometry in geometries {
            let pixels = geometry.channels * geometry.height * geometry.width
            let image = (0..<pixels).map { _ in Double(Int.random(in: -9...9, using: &generator)) }
            let columns = (0..<geometry.patchSize * geometry.positions).map { _ in
                Double(Int.random(in: -9...9, using: &generator))
            }
            let unfolded = unfold(image, geometry)
            let folded = fold(columns, into: Array(repeating: 0, count: pixels), geometry)
            let left = zip(unfolded, columns).reduce(0) { $0 + $1.0 * $1.1 }
            let right = zip(image, folded).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(left == right, "\(geometry)")
        }
    }

    /// To the last bit, and so in the order of the taps.
    @Test func im2colAndCol2imFollowTheTaps() {
        var generator = SeededGenerator(seed: 12)
        for geometry in geometries {
            let image = (0..<geometry.channels * geometry.height * geometry.width).map { _ in generator.normal() }
            let columns = (0..<geometry.patchSize * geometry.positions).map { _ in generator.normal() }
            var unfolded = [Double](repeating: 0, count: columns.count)
            var folded = image
            geometry.forEachTap { patch, position, input in
                let entry = patch * geometry.positions + position
                unfolded[entry] = image[input]
                folded[input] += columns[entry]
            }
            #expect(unfold(image, geometry) == unfolded, "\(geometry)")
            #expect(fold(columns, into: image, geometry) == folded, "\(geometry)")
        }
    }

    @Test func im2colOverwritesAndCol2imAdds() {
        let geometry = ConvolutionGeometry(
            channels: 1, height: 2, width: 2, kernelHeight: 2, kernelWidth: 2, stride: 1, padding: 1)
        let unfolded = unfold([1, 2, 3, 4], geometry, filledWith: 99)
        #expect(unfolded[0..<9] == [0, 0, 0, 0, 1, 2, 0, 3, 4])
        #expect(unfolded[27..<36] == [1, 2, 0, 3, 4, 0, 0, 0, 0])
        #expect(fold(Array(repeating: 1, count: 36), into: [10, 20, 30, 40], geometry) == [14, 24, 34, 44])
    }

    private func unfold(
        _ image: [Double], _ geometry: ConvolutionGeometry, filledWith filling: Double = .nan
    ) -> [Double] {
        var columns = [Double](repeating: filling, count: geometry.patchSize * geometry.positions)
        image.withUnsafeBufferPointer { image in
            columns.withUnsafeMutableBufferPointer { columns in
                if let image = image.baseAddress, let columns = columns.baseAddress {
                    geometry.im2col(image, into: columns)
                }
            }
        }
        return columns
    }

    private func fold(_ columns: [Double], into start: [Double], _ geometry: ConvolutionGeometry) -> [Double] {
        var image = start
        columns.withUnsafeBufferPointer { columns in
            image.withUnsafeMutableBufferPointer { image in
                if let image = image.baseAddress, let columns = columns.baseAddress {
                    geometry.col2im(columns, addingTo: image)
                }
            }
        }
        return image
    }
}
