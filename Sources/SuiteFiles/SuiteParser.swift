import Questions

/// Walks the tree of a suite file. What it knows of YAML are `YAMLForms`.
final class SuiteParser: YAMLForms {
    let source: YAMLSource
    let catalog: MethodCatalog
    let search: FileSearch
    var faults: [SuiteFault] = []

    init(source: YAMLSource, catalog: MethodCatalog, search: FileSearch) {
        self.source = source
        self.catalog = catalog
        self.search = search
    }
}
