import Tables

/// A report as one page: what it says, in the order in which it says it.
package struct Page: Sendable {
    package struct Figure: Sendable {
        /// File stem below `figures/`.
        package var name: String
        package var title: String
        package var caption: String
        /// PNG; `nil` for one that is only linked.
        package var png: [UInt8]?

        package init(name: String, title: String, caption: String, png: [UInt8]?) {
            (self.name, self.title, self.caption, self.png) = (name, title, caption, png)
        }
    }

    package var title: String
    /// One line.
    package var headline: String
    /// What a reader must see first.
    package var alarms: [String] = []
    package var figures: [Figure] = []
    package var tables: [Table] = []
    package var laws: [Table] = []
    /// Sentences above the laws.
    package var lawSentences: [String] = []
    package var provenance: [Table] = []
    /// What nobody may quote a number without.
    package var caveats: [String] = []
    package var queries: QueryTable
    package var shown: [ShownQuery] = []
    /// What the page says of its pictures.
    package var pictureSentence = ""
    /// Where the run stands, of the page of one that may still go on: such a page stands alone, without files beside it.
    package var status: RunStatus?
    /// When the run began, UTC; the suite's name; where the outcomes are.
    package var date, suite, outcomes: String

    package init(
        title: String, headline: String, queries: QueryTable, date: String, suite: String, outcomes: String
    ) {
        (self.title, self.headline, self.queries) = (title, headline, queries)
        (self.date, self.suite, self.outcomes) = (date, suite, outcomes)
    }
}

/// The files of a page.
package struct PageFiles: Sendable {
    package static let index = "index.html"
    /// Stands beside the page where its rows are many.
    package static let rowsName = "rows.js"

    package var html: String
    /// `rows.js`; `nil` where the rows are in the page.
    package var rows: String?
}

extension Page {
    /// Packed rows of more letters than this stand in a file of their own, so that the page stays small to look at and to
    /// keep.
    package static let largestRows = 600_000

    /// The page as one text that needs no file beside it, whatever its length.
    package var lone: String { document(rows: queries.packed).text }

    package var files: PageFiles {
        let packed = queries.packed
        guard packed.utf8.count > Self.largestRows else {
            return PageFiles(html: document(rows: packed).text, rows: nil)
        }
        return PageFiles(html: document(rows: nil).text, rows: "verigapRows(\"\(packed)\")\n")
    }
}
