import DataFormats
import Foundation
import NetworkFiles
import Networks
import Questions
import VNNLIB

/// Why an instance of a table is asked of no method: one of its files cannot be read, or does not go with the other. Such an instance
/// is answered `unsupported` with this reason, and the others are asked.
public struct InstanceFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// In one line, with the bare name of the file, so that it is the same wherever the table lies.
    public let description: String

    public init(_ reason: String) { description = reason }

    /// The reason that is the fault of a file: that it is not there, or of several faults of a text the first, with its place.
    public init(_ error: any Error, file: String) {
        let name = file.pathName
        if Self.isOfTheSystem(error), !FileManager.default.fileExists(atPath: file) {
            description =
                "\(name): there is no such file; paths are relative to the table, and .gz is tried as well"
            return
        }
        let text: String
        if case .text(let faults)? = error as? CompetitionFileFault, let first = faults.faults.first {
            let place = first.line > 0 ? "\(first.line):\(first.column): " : ""
            let rest = faults.faults.count - 1
            text = place + first.message + (rest > 0 ? ", and \(Wording.counted(rest, "more fault"))" : "")
        } else {
            text = "\(error)".replacingOccurrences(of: file, with: name)
        }
        let line = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .joined(separator: "; ")
        description = line.hasPrefix(name) ? line : "\(name): \(line)"
    }

    /// Whether the system gave nothing of the file to read.
    private static func isOfTheSystem(_ error: any Error) -> Bool {
        switch error {
        case NetworkFileFault.unreadable, CompetitionFileFault.file: true
        default: false
        }
    }

    /// A network of which only the order of the outputs is known.
    public static func softmax(file: String) -> InstanceFault {
        InstanceFault("\(file.pathName): it ends in a softmax, whose values no property can be about here")
    }

    /// What stands for the network's content in run keys where it cannot be asked about: another reason is another question.
    public var digest: Digest { Digest(of: Array("no network: \(description)".utf8)) }

    /// Why a sample cannot be asked about on a network; `nil` where it can.
    public static func fault(of sample: Sample, on network: Network) -> InstanceFault? {
        if let fault = sample.fault { return InstanceFault(fault) }
        guard let given = sample.given else { return nil }
        let (inputs, outputs) = (network.inputShape.count, network.classCount)
        guard given.inputCount == inputs, given.outputCount <= outputs else {
            return InstanceFault(
                "\(sample.id.split) is about \(given.inputCount) inputs and at least \(given.outputCount) outputs, the network has "
                    + "\(inputs) and \(outputs)")
        }
        // The same axes in another order are other entries; a flat list of them is the reader's choice.
        func proper(_ shape: [Int]) -> [Int] { shape.filter { $0 != 1 } }
        let own = proper(network.inputShape.extents)
        guard let declared = given.inputShape, case let wanted = proper(declared), wanted.sorted() == own.sorted(),
            wanted != own
        else { return nil }
        return InstanceFault(
            "\(sample.id.split) declares an input of shape \(declared), the network's is \(network.inputShape)")
    }

    /// What is recorded of the instance.
    var outcome: Outcome { Outcome(verdict: .unsupported, note: description) }
}

extension InputLoader {
    /// The network of an instance, whose outputs must be the file's own values.
    ///
    /// - Throws: `InstanceFault`.
    public func instanceNetwork(file: String, architecture: ArchitectureSpec) throws(InstanceFault) -> Network {
        let network: Network
        let keepsValues: Bool
        do {
            network = try self.network(file: file, architecture: architecture)
            keepsValues = try keepsOutputValues(file: file)
        } catch { throw InstanceFault(error, file: file) }
        guard keepsValues else { throw .softmax(file: file) }
        return network
    }
}
