import ArgumentParser
import Verifiers

/// `verigap methods`: what can be asked.
struct MethodsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "methods", abstract: "Lists the methods with their options and defaults.")

    @Flag(help: "Print Markdown tables, for the documentation.")
    var markdown = false

    func run() {
        let table = MethodTable(MethodRegistry.catalog)
        Console.print(markdown ? table.markdown : table.text)
    }
}
