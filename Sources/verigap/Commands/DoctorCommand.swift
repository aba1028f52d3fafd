import ArgumentParser
import Runner

/// `verigap doctor`: whether everything that is needed is there and right.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks system packages, engines, data and, with a suite, its networks.",
        discussion: """
            With a suite, every network classifies the images as they are (ε = 0): a test error that is not the \
            network's own shows wrong normalisation, a wrong layout or the wrong data before hours are spent.
            """)

    @Argument(help: "Suite file, or the name of one in Suites.", completion: SuiteArgument.completion)
    var suite: String?

    @OptionGroup var data: DataOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        var diagnosis = Diagnosis()
        diagnosis.checkPackages()
        diagnosis.checkEngines()
        diagnosis.checkWorker()
        diagnosis.checkData(try data.locator())
        if let suite {
            let document = try SuiteArgument.parse([suite]).read(data)
            diagnosis.checkSuite(document.suite, try data.locator(suite: document.suite.path))
        }
        Console.print(json ? try JSONText.text(diagnosis) : diagnosis.text)
        if let status = diagnosis.status { throw status }
    }
}
