extension VNNLIBProperty {
    /// What does not go with a network whose input and output have these shapes: the numbers of entries or, where the file declares
    /// shapes, those. Extents of 1 do not count, as those of a batch. `nil` where all goes together.
    ///
    /// - Returns: the end of a sentence about the file: `is about 2 inputs and 1 outputs, there are 3 and 1`.
    public func misfit(inputShape: [Int], outputShape: [Int]) -> String? {
        let (inputs, outputs) = (inputShape.reduce(1, *), outputShape.reduce(1, *))
        guard inputCount == inputs, outputCount == outputs else {
            return "is about \(inputCount) inputs and \(outputCount) outputs, there are \(inputs) and \(outputs)"
        }
        func proper(_ shape: [Int]) -> [Int] { shape.filter { $0 != 1 } }
        for (what, declared, shape) in [
            ("input", self.inputShape, inputShape), ("output", self.outputShape, outputShape),
        ] {
            if let declared, proper(declared) != proper(shape) {
                return "declares an \(what) of shape \(declared), it has \(shape)"
            }
        }
        return nil
    }
}
