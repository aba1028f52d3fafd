/// What every page carries: the style, the script, and the parts of HTML that the script fills. Files of `Resources/`.
enum Assets {
    static let style = text(PackageResources.page_css)
    static let queries = text(PackageResources.queries_html)
    static let plots = text(PackageResources.plots_html)

    /// All parts in one function, so that they share names with each other and with nobody else.
    static let script =
        "\"use strict\";\n(() => {\n"
        + [
            PackageResources.dom_js, PackageResources.tables_js, PackageResources.rows_js, PackageResources.filter_js,
            PackageResources.queries_js, PackageResources.query_js, PackageResources.canvas_js,
            PackageResources.scatter_js, PackageResources.cactus_js, PackageResources.start_js,
            PackageResources.selftest_js,
        ].map(text).joined() + "})();\n"

    /// What the page of a run that goes on has besides.
    static let liveStyle = text(PackageResources.live_css)
    static let liveScript = "\"use strict\";\n(() => {\n" + text(PackageResources.live_js) + "})();\n"

    /// What the list of reports needs of it.
    static let listScript =
        "\"use strict\";\n(() => {\n" + [PackageResources.dom_js, PackageResources.tables_js].map(text).joined()
        + "findAll(\"table[data-sortable]\").forEach(enhanceTable);\n})();\n"

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
