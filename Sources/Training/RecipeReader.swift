import SuiteFiles

/// Reads recipes, in the forms of suite files. Everything that is wrong with one is reported together, with line and
/// column.
public enum RecipeReader {
    /// Reads the recipe file at `path`.
    ///
    /// - Returns: the recipe and its text.
    /// - Throws: every fault of the file, with places.
    public static func read(path: String) throws(SuiteFaults) -> (recipe: Recipe, text: String) {
        let text = try SuiteReader.text(path: path)
        return (try parse(text: text, path: path), text)
    }

    /// Reads a recipe from memory; `path` only enters messages.
    ///
    /// - Throws: every fault of the text, with places.
    public static func parse(text: String, path: String) throws(SuiteFaults) -> Recipe {
        let parser = RecipeParser(source: try YAMLSource(text: text, path: path))
        return try parser.finished(parser.recipe(), orElse: "the recipe is incomplete")
    }
}
