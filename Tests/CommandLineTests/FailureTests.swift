import ArgumentParser
import DataFormats
import Datasets
import NetworkFiles
import ResultStore
import SuiteFiles
import Testing
import verigap

import enum Runner.ExitStatus

@Suite("Errors and their exit codes")
struct FailureTests {
    private struct Surprise: Error {}

    @Test func everyKindOfErrorHasItsCode() {
        let place = SuitePlace(line: 1, column: 1)
        let fault = SuiteFault(path: "s.yaml", place: place, sourceLine: "", message: "wrong")
        let cases: [(any Error, ExitStatus?)] = [
            (SuiteFaults([fault]), .dataFault),
            (DatasetFault.notFound(what: "mnist", looked: [], ways: []), .inputNotFound),
            (DatasetFault.unknownDataset(name: "x", known: []), .usage),
            (DatasetFault.mismatch(file: "x", message: "y"), .dataFault),
            (FileFault(operation: "read", path: "x", reason: "gone"), .inputNotFound),
            (FileFault(operation: "create", path: "x", reason: "full"), .cannotWrite),
            (NetworkFileFault.unreadable(FileFault(operation: "read", path: "x", reason: "gone")), .inputNotFound),
            (NetworkFileFault.architecture(path: "x", message: "y", hint: nil), .dataFault),
            (StoreFault.locked(path: "x", processIdentifier: 1), .storeLocked),
            (StoreFault.absent(path: "x"), .inputNotFound),
            (OutcomeFileFault.foreign(path: "x"), .dataFault), (ExitStatus.staleReport, .staleReport),
            (
                OutcomeFileFault.unreadable(FileFault(operation: "read", path: "x", reason: "gone")), .inputNotFound
            ),
            (CommandFault("wrong"), .usage), (ExitStatus.lawBroken, .lawBroken),
            (CancellationError(), .interrupted), (Surprise(), .internalError),
            (ValidationError("wrong"), nil), (CleanExit.message("done"), nil),
        ]
        for (error, status) in cases { #expect(Failure.status(of: error) == status, "\(error)") }
    }

    /// Everything that does not go together is said, each with its hint.
    @Test func whatDoesNotFit() {
        #expect(CommandFault([Misfit]()) == nil)
        let fault = CommandFault([Misfit(message: "a", hint: "b"), Misfit(message: "c", hint: nil)])
        #expect(fault == CommandFault("a\n  hint: b\nc", status: .dataFault))
    }

    @Test func whatIsSaid() {
        #expect(Failure.text(of: CommandFault("there is no suite x")) == "verigap: there is no suite x")
        #expect(Failure.text(of: Surprise())?.hasPrefix("verigap: internal error") == true)
        #expect(Failure.text(of: ExitStatus.incomplete) == nil)
    }
}
