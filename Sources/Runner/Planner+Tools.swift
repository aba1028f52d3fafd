import ExternalTools
import Questions
import SuiteFiles

extension Planner {
    /// The suite with the version of every external tool that it names, so that outcomes of another version are stale. Nobody is
    /// asked where nothing is to be run.
    ///
    /// - Throws: for tools that do not say their version.
    static func namingVersions(_ document: SuiteDocument, _ catalog: MethodCatalog) throws(PlanFault) -> Suite {
        var suite = document.suite
        guard catalog.requiresLibraries else { return suite }
        var faults = [SuiteFault]()
        for position in suite.methods.indices {
            guard var tool = suite.methods[position].tool else { continue }
            do throws(ToolVersionFault) {
                tool.version = try ToolVersion.ask(tool)
                suite.methods[position].tool = tool
                suite.methods[position].call = .external(tool)
            } catch {
                faults.append(document.fault("\(error)", at: .method(suite.methods[position].id)))
            }
        }
        guard faults.isEmpty else { throw PlanFault(faults: SuiteFaults(faults), exitStatus: .dataFault) }
        return suite
    }
}
