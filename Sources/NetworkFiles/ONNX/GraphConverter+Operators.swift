extension GraphConverter {
    /// The results of an operator, in order; those that are left out at the end fail where they are used.
    mutating func apply(_ operation: KnownOperator, _ call: OperatorCall) throws(Reason) -> [GraphValue] {
        switch operation {
        case .add, .sum: [try sum(call)]
        case .subtract: [try difference(call)]
        case .multiply: [try product(call)]
        case .divide: [try quotient(call)]
        case .negate: [try negation(call)]
        case .mean: [try mean(call)]
        case .squareRoot: [try squareRoot(call)]
        case .gemm: [try gemm(call)]
        case .matMul: [try matMul(call)]
        case .batchNormalization: [try batchNormalization(call)]
        case .relu: [try rectified(call)]
        case .leakyRelu: [try leakyRelu(call)]
        case .pRelu: [try pRelu(call)]
        case .clip: [try clip(call)]
        case .absolute: [try absolute(call)]
        case .maximum: [try extreme(call, isMaximum: true)]
        case .minimum: [try extreme(call, isMaximum: false)]
        case .hardSigmoid: [try hardSigmoid(call)]
        case .convolution: [try convolution(call)]
        case .maxPool: [try maxPool(call)]
        case .averagePool: [try averagePool(call)]
        case .globalAveragePool: [try globalPool(call, isMaximum: false)]
        case .globalMaxPool: [try globalPool(call, isMaximum: true)]
        case .reduceSum, .reduceMean, .reduceMax, .reduceMin, .reduceProduct: [try reduction(operation, call)]
        case .identity, .cast, .dropout, .flatten, .reshape, .squeeze, .unsqueeze: try shaping(operation, call)
        case .transpose, .concatenate, .slice, .split, .gather, .pad, .expand, .tile: try placing(operation, call)
        case .constant, .constantOfShape, .shape, .size, .range, .equal, .choose: [try folding(operation, call)]
        case .softmax, .logSoftmax, .argMax: [try end(operation, call)]
        }
    }

    private mutating func shaping(_ operation: KnownOperator, _ call: OperatorCall) throws(Reason) -> [GraphValue] {
        switch operation {
        case .cast: [try cast(call)]
        case .dropout: try dropout(call)
        case .flatten: [try flatten(call)]
        case .reshape: [try reshape(call)]
        case .squeeze: [try squeeze(call)]
        case .unsqueeze: [try unsqueeze(call)]
        default: [try call.value(0)]
        }
    }

    private mutating func placing(_ operation: KnownOperator, _ call: OperatorCall) throws(Reason) -> [GraphValue] {
        switch operation {
        case .transpose: [try transpose(call)]
        case .concatenate: [try concatenation(call)]
        case .slice: [try slice(call)]
        case .split: try split(call)
        case .gather: [try gather(call)]
        case .pad: [try pad(call)]
        case .expand: [try expand(call)]
        default: [try tile(call)]
        }
    }

    private mutating func folding(_ operation: KnownOperator, _ call: OperatorCall) throws(Reason) -> GraphValue {
        switch operation {
        case .constant: try constant(call)
        case .constantOfShape: try constantOfShape(call)
        case .shape: try shape(call)
        case .size: try size(call)
        case .range: try range(call)
        case .equal: try equality(call)
        default: try choice(call)
        }
    }
}
