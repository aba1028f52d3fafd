import Tables

extension ResultColumn {
    /// The field dictionary: every column of `results.csv` as documentation.
    public static var dictionary: String { dictionary(of: all) }

    package static func dictionary(of columns: [ResultColumn]) -> String {
        let table = Table(
            name: "results", caption: "",
            columns: [
                .init("column", title: "column", alignment: .left),
                .init("meaning", title: "meaning", alignment: .left),
                .init("unit", title: "unit", alignment: .left),
                .init("absence", title: "empty where", alignment: .left),
            ],
            rows: columns.map { column in
                .init([.text(column.name), .text(column.meaning), .text(column.unit), .text(column.absence)])
            })
        return """
            # Fields of results.csv

            One row per outcome: a method's answer to a query (network, image, perturbation set). RFC 4180, UTF-8, one
            header line. Numbers are the shortest texts that read back as the same double.

            \(table.markdown)
            """
    }
}
