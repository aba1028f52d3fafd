import LinearAlgebra

/// Layers that look through windows: convolutions and poolings.
extension NetworkBuilder {
    /// A convolution after `source`. `kernels` has one row per output channel in the order (input channel of its group, row,
    /// column): out channels × (in channels / groups · kernelHeight · kernelWidth).
    ///
    /// - Parameter groups: channels come in so many groups, in order; the outputs of a group read its inputs alone.
    /// - Throws: shapes that do not fit, weights that are no numbers, a window that does not fit the image.
    @discardableResult
    public mutating func convolution(
        kernels: Matrix<Float>, bias: [Float], window: WindowSpec, groups: Int = 1, after source: Int? = nil,
        name: String? = nil
    ) throws(NetworkFault) -> Int {
        let name = name ?? "conv2d layer (node \(nodes.count))"
        let source = try self.source(source, of: name)
        let geometry = try geometry(of: window, at: source, name)
        try requireGroups(groups, inputs: geometry.channels, outputs: kernels.rows, name)
        guard kernels.rows > 0, kernels.columns == geometry.patchSize / groups else {
            throw .shapeMismatch(
                layer: name,
                expected: "[out, \(geometry.channels / groups), \(window.kernelHeight), \(window.kernelWidth)]"
                    + (groups == 1 ? "" : " in \(groups) groups"),
                found: "[\(kernels.rows), \(kernels.columns)] flattened")
        }
        guard bias.count == kernels.rows else {
            throw .shapeMismatch(layer: "bias of \(name)", expected: "[\(kernels.rows)]", found: "[\(bias.count)]")
        }
        try requireFinite(kernels.elements + bias, in: name)
        let layer = ConvolutionLayer(weight: kernels, bias: bias, geometry: geometry, groups: groups)
        try requireSize([kernels.rows, geometry.outputHeight, geometry.outputWidth], of: name)
        return append(.convolution(layer), [source], layer.outputShape)
    }

    /// A convolution with one stride, and a padding that leaves a part of every window on the image.
    @discardableResult
    public mutating func convolution(
        kernels: Matrix<Float>, bias: [Float], kernelHeight: Int, kernelWidth: Int, stride: Int, padding: Int,
        after source: Int? = nil, name: String? = nil
    ) throws(NetworkFault) -> Int {
        let window = WindowSpec(
            kernelHeight: kernelHeight, kernelWidth: kernelWidth, stride: stride, padding: padding)
        let name = name ?? "conv2d layer (node \(nodes.count))"
        let source = try self.source(source, of: name)
        if let image = nodes[source].shape.image, padding >= max(kernelHeight, kernelWidth) {
            throw misfit(window, image, name)
        }
        return try convolution(kernels: kernels, bias: bias, window: window, after: source, name: name)
    }

    /// The maximum of every window, channel by channel; every window must see a pixel.
    @discardableResult
    public mutating func maxPool(
        window: WindowSpec, after source: Int? = nil, name: String? = nil
    ) throws(NetworkFault) -> Int {
        let name = name ?? "max-pool (node \(nodes.count))"
        let source = try self.source(source, of: name)
        let layer = try pooling(window, at: source, name)
        return append(.maxPool(layer), [source], layer.outputShape)
    }

    /// The mean of the pixels of every window, channel by channel; padding never counts, and every window must see a pixel.
    @discardableResult
    public mutating func averagePool(
        window: WindowSpec, after source: Int? = nil, name: String? = nil
    ) throws(NetworkFault) -> Int {
        let name = name ?? "average-pool (node \(nodes.count))"
        let source = try self.source(source, of: name)
        let layer = try pooling(window, at: source, name)
        return append(.averagePool(layer), [source], layer.outputShape)
    }

    @discardableResult
    public mutating func maxPool(
        kernel: Int, stride: Int, padding: Int = 0, after source: Int? = nil
    ) throws(NetworkFault) -> Int {
        try maxPool(
            window: WindowSpec(kernelHeight: kernel, kernelWidth: kernel, stride: stride, padding: padding),
            after: source)
    }

    @discardableResult
    public mutating func averagePool(
        kernel: Int, stride: Int, padding: Int = 0, after source: Int? = nil
    ) throws(NetworkFault) -> Int {
        try averagePool(
            window: WindowSpec(kernelHeight: kernel, kernelWidth: kernel, stride: stride, padding: padding),
            after: source)
    }

    // MARK: What must hold

    private func pooling(_ window: WindowSpec, at source: Int, _ name: String) throws(NetworkFault) -> PoolingLayer {
        let geometry = try geometry(of: window, at: source, name)
        guard geometry.seesPixels else {
            throw misfit(window, (geometry.channels, geometry.height, geometry.width), name)
        }
        return PoolingLayer(geometry: geometry)
    }

    /// The window on the image of `source`; a fault where it does not fit, or where patches would not fit any memory.
    private func geometry(
        of window: WindowSpec, at source: Int, _ name: String
    ) throws(NetworkFault) -> ConvolutionGeometry {
        guard let image = nodes[source].shape.image else {
            throw .shapeMismatch(layer: name, expected: "channels×height×width", found: "\(nodes[source].shape)")
        }
        guard window.isSane else { throw misfit(window, image, name) }
        let geometry = ConvolutionGeometry(
            channels: image.channels, height: image.height, width: image.width, window: window)
        let reach = (
            (window.kernelHeight - 1) * window.dilationHeight + 1, (window.kernelWidth - 1) * window.dilationWidth + 1
        )
        guard reach.0 <= image.height + window.top + window.bottom, reach.1 <= image.width + window.left + window.right
        else { throw misfit(window, image, name) }
        try requireSize([image.channels, geometry.outputHeight, geometry.outputWidth], of: name)
        let entries = [image.channels, window.kernelHeight, window.kernelWidth, geometry.positions]
        guard Self.product(entries, atMost: Self.mostTaps) != nil else {
            throw .tooLarge(layer: name, what: "the entries of all windows (\(window.text))")
        }
        return geometry
    }

    private func misfit(
        _ window: WindowSpec, _ image: (channels: Int, height: Int, width: Int), _ name: String
    ) -> NetworkFault {
        let size = "\(window.kernelHeight)×\(window.kernelWidth)"
        let steps =
            window.uniform.map { "stride \($0.stride)" }
            ?? "stride \(window.strideHeight)×\(window.strideWidth)"
            + (window.isDilated ? ", dilation \(window.dilationHeight)×\(window.dilationWidth)" : "")
        return .shapeMismatch(
            layer: name,
            expected: "a window that fits \(image.height)×\(image.width) with padding \(window.paddingText)",
            found: "\(size), \(steps)")
    }

    private func requireGroups(
        _ groups: Int, inputs: Int, outputs: Int, _ name: String
    ) throws(NetworkFault) {
        guard groups > 0, inputs % groups == 0, outputs % groups == 0 else {
            throw .shapeMismatch(
                layer: name, expected: "channels in \(groups) equal groups",
                found: "\(inputs) channels in, \(outputs) out")
        }
    }
}
