/// The standard operators that are read.
enum KnownOperator: String, CaseIterable {
    // Arithmetic
    case add = "Add"
    case subtract = "Sub"
    case multiply = "Mul"
    case divide = "Div"
    case negate = "Neg"
    case sum = "Sum"
    case mean = "Mean"
    case squareRoot = "Sqrt"
    case gemm = "Gemm"
    case matMul = "MatMul"
    case batchNormalization = "BatchNormalization"
    // Piecewise linear
    case relu = "Relu"
    case leakyRelu = "LeakyRelu"
    case pRelu = "PRelu"
    case clip = "Clip"
    case absolute = "Abs"
    case maximum = "Max"
    case minimum = "Min"
    case hardSigmoid = "HardSigmoid"
    // Windows
    case convolution = "Conv"
    case maxPool = "MaxPool"
    case averagePool = "AveragePool"
    case globalAveragePool = "GlobalAveragePool"
    case globalMaxPool = "GlobalMaxPool"
    case reduceSum = "ReduceSum"
    case reduceMean = "ReduceMean"
    case reduceMax = "ReduceMax"
    case reduceMin = "ReduceMin"
    case reduceProduct = "ReduceProd"
    // Shapes and places
    case identity = "Identity"
    case dropout = "Dropout"
    case cast = "Cast"
    case flatten = "Flatten"
    case reshape = "Reshape"
    case squeeze = "Squeeze"
    case unsqueeze = "Unsqueeze"
    case transpose = "Transpose"
    case concatenate = "Concat"
    case slice = "Slice"
    case split = "Split"
    case gather = "Gather"
    case pad = "Pad"
    case expand = "Expand"
    case tile = "Tile"
    // Constants
    case constant = "Constant"
    case constantOfShape = "ConstantOfShape"
    case shape = "Shape"
    case size = "Size"
    case range = "Range"
    case equal = "Equal"
    case choose = "Where"
    // Ends
    case softmax = "Softmax"
    case logSoftmax = "LogSoftmax"
    case argMax = "ArgMax"

    /// Whether scores may pass in the place of what was made of them.
    var keepsOrder: Bool {
        switch self {
        case .identity, .dropout, .cast, .flatten, .reshape, .squeeze, .unsqueeze, .argMax: true
        default: false
        }
    }

    /// Why an operator that is not read is not.
    static func reason(of name: String) -> OperatorFault.Reason {
        if smooth.contains(name) { return .notPiecewiseLinear("its graph is curved") }
        if jumping.contains(name) { return .notPiecewiseLinear("its result jumps") }
        if normalising.contains(name) {
            return .notPiecewiseLinear("it divides by a number that is computed from the image")
        }
        return .notBuilt("the operator is not read")
    }

    private static let smooth: Set = [
        "Sigmoid", "Tanh", "Exp", "Log", "Softplus", "Softsign", "Elu", "Selu", "Celu", "Gelu", "Mish", "HardSwish",
        "Pow",
        "Reciprocal", "Erf", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh",
        "Swish",
        "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare", "LpPool", "GlobalLpPool", "LSTM", "GRU",
        "RNN",
        "Attention",
    ]
    private static let jumping: Set = [
        "Sign", "Floor", "Ceil", "Round", "ThresholdedRelu", "Shrink", "ArgMin", "Hardmax", "Less", "LessOrEqual",
        "Greater",
        "GreaterOrEqual", "Not", "And", "Or", "Xor", "Mod", "IsNaN", "IsInf", "TopK", "NonZero", "QuantizeLinear",
        "DynamicQuantizeLinear", "OneHot",
    ]
    private static let normalising: Set = [
        "InstanceNormalization", "LayerNormalization", "GroupNormalization", "RMSNormalization", "LpNormalization",
        "MeanVarianceNormalization", "LRN",
    ]
}
