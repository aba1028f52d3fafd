/// How reports of a suite print its tables. No outcome and no run key depends on it.
public struct TableStyle: Sendable, Hashable {
    /// The columns of bounds that tables show, in this order; empty for all. CSV files have all.
    public var columns: [PublishedColumn] = []
    /// Digits behind the point of percentages, of sizes where minimum distortions are asked for; `nil` for those of the
    /// tables themselves.
    public var decimals: Int?

    public init() {}
}

/// How reports of a suite draw its figures. No outcome and no run key depends on it.
public struct FigureSettings: Sendable, Hashable {
    /// In points of 1/72 in; `nil` for a column of 3.4 in.
    public var width: Double?
    /// In points of 1/72 in; `nil` for 8.
    public var fontSize: Double?
    /// The family of the letters; `nil` for DejaVu Sans.
    public var font: String?

    public init() {}
}
