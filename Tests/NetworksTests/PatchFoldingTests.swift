import LinearAlgebra
import Networks
import Testing

/// Vector code against the plain loops of `ConvolutionGeometry`, to the last bit.
@Suite struct PatchFoldingTests {
    private static let geometries = squares + others

    /// Extents around those of a register, strides and dilations by axis, padding by side.
    private static let others: [ConvolutionGeometry] = {
        var (all, generator) = ([ConvolutionGeometry](), SeededGenerator(seed: 31))
        func pick(_ values: [Int]) -> Int { values.randomElement(using: &generator) ?? 1 }
        for count in 0..<600 {
            let window = WindowSpec(
                kernelHeight: pick([1, 2, 3, 5]), kernelWidth: pick([1, 2, 3, 5]), strideHeight: pick([1, 2, 3, 5]),
                strideWidth: pick([1, 2, 3, 5]), top: pick([0, 1, 2, 4]), left: pick([0, 1, 2, 4]),
                bottom: pick([0, 1, 2, 4]), right: pick([0, 1, 2, 4]), dilationHeight: pick([1, 2, 3]),
                dilationWidth: pick([1, 2, 3]))
            let width = [1, 5, 15, 16, 17, 31, 32, 33, 70][count % 9]
            let geometry = ConvolutionGeometry(
                channels: pick([1, 2, 3]), height: pick([1, 6, 13]), width: width, window: window)
            if geometry.outputHeight > 0, geometry.outputWidth > 0,
                (window.kernelHeight - 1) * window.dilationHeight < geometry.height + window.top + window.bottom,
                (window.kernelWidth - 1) * window.dilationWidth < geometry.width + window.left + window.right
            {
                all.append(geometry)
            }
        }
        return all
    }()

    /// Extents around those of a register, every stride and padding that leaves a window.
    private static let squares: [ConvolutionGeometry] = {
        var all = [ConvolutionGeometry]()
        for (channels, width) in [(1, 1), (3, 2), (2, 7), (1, 14), (2, 15), (1, 28), (3, 32), (1, 33), (2, 70)] {
            for height in [1, 5, width] {
                for (kernelHeight, kernelWidth) in [(1, 1), (3, 2), (4, 4), (5, 5)] {
                    for stride in 1...4 {
                        for padding in 0...3 where height + 2 * padding >= kernelHeight {
                            guard width + 2 * padding >= kernelWidth else { continue }
                            all.append(
                                ConvolutionGeometry(
                                    channels: channels, height: height, width: width, kernelHeight: kernelHeight,
                                    kernelWidth: kernelWidth, stride: stride, padding: padding))
                        }
                    }
                }
            }
        }
        return all
    }()

    private func numbers(_ count: Int, seed: UInt64) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Float(generator.normal()) }
    }

    @Test func `patches and sums are those of plain loops`() {
        for (index, geometry) in Self.geometries.enumerated() {
            let pixels = geometry.channels * geometry.height * geometry.width
            let entries = geometry.patchSize * geometry.positions
            let images = numbers(2 * pixels, seed: UInt64(index))
            let folding = PatchFolding<Float>(geometry)
            for image in 0..<2 {
                var expected = [Float](repeating: 0, count: entries)
                let own = Array(images[image * pixels..<(image + 1) * pixels])
                geometry.im2col(own, into: &expected)
                #expect(Array(UnsafeBufferPointer(start: folding.unfolded(own), count: entries)) == expected)
            }
            let patches = numbers(entries, seed: UInt64(index) + 9)
            var (sums, expected) = ([Float](repeating: 0, count: pixels), [Float](repeating: 0, count: pixels))
            for _ in 0..<2 {
                sums = Array(repeating: 0, count: pixels)
                folding.fold(into: &sums) { $0.update(from: patches, count: entries) }
            }
            geometry.col2im(patches, addingTo: &expected)
            #expect(sums.map(\.bitPattern) == expected.map(\.bitPattern), "\(geometry)")
        }
    }

    /// What is no number on one row must not reach another.
    @Test func `numbers beside the range stay where they are`() {
        let geometry = ConvolutionGeometry(
            channels: 2, height: 7, width: 7, kernelHeight: 3, kernelWidth: 3, stride: 2, padding: 1)
        let entries = geometry.patchSize * geometry.positions
        var patches = numbers(entries, seed: 1)
        for place in stride(from: 3, to: entries, by: 17) { patches[place] = place % 2 == 0 ? .nan : .infinity }
        var (sums, expected) = ([Float](repeating: 0, count: 98), [Float](repeating: 0, count: 98))
        PatchFolding<Float>(geometry).fold(into: &sums) { $0.update(from: patches, count: entries) }
        geometry.col2im(patches, addingTo: &expected)
        #expect(zip(sums, expected).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
    }
}
