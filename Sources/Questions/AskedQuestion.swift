/// A question about one sample, as it was asked: what the independent checks read, whatever methods were told.
public struct AskedQuestion: Sendable, Hashable {
    /// The sample itself with its class y, and the size of the set in `perturbation.epsilon`.
    public var query: Query
    public var form: QuestionForm
    /// Extents of the image, `[channels, height, width]` or a vector's.
    public var shape: [Int]

    public init(_ query: Query, _ form: QuestionForm = .plain, shape: [Int]) {
        self.query = query
        self.form = form
        self.shape = shape
    }

    /// The same on the set of another size.
    public func ofSize(_ size: Double) -> AskedQuestion {
        var question = self
        question.query.perturbation.epsilon = size
        return question
    }
}
