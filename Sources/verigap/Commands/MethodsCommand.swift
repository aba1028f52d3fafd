import ArgumentParser
import Verifiers

/// `verigap methods`: what can be asked.
struct MethodsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "methods", abstract: "Lists methods, families of sets and properties with their options.")

    @Flag(help: "Print Markdown tables, for the documentation.")
    var markdown = false

    func run() {
        let table = MethodTable(MethodRegistry.catalog)
        Console.print(markdown ? table.markdown : table.text)
        Console.print("")
        Console.print(markdown ? FormTable.markdown : FormTable.text)
    }
}
