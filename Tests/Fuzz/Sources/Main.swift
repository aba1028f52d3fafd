import CFuzzer
import Foundation

/// The fuzzing program; `.ci/fuzz` builds and calls it.
///
///     verigap-fuzz targets                                    the names of the targets
///     verigap-fuzz seeds FOLDER                               writes FOLDER/<target>/<seed>
///     VERIGAP_FUZZ_TARGET=npy verigap-fuzz [options] FOLDER   fuzzes; options are those of libFuzzer
///
/// The target is named by a variable, so that libFuzzer can call the program again to minimise an input.
@main
enum Main {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, arguments.count) {
        case ("targets", 1): for target in FuzzTarget.allCases { print(target.rawValue) }
        case ("seeds", 2): try writeSeeds(arguments.last ?? "")
        default: exit(fuzz())
        }
    }

    private static func writeSeeds(_ folder: String) throws {
        for target in FuzzTarget.allCases {
            let place = URL(fileURLWithPath: folder).appendingPathComponent(target.rawValue)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for (number, seed) in try target.seeds().enumerated() {
                try Data(seed).write(to: place.appendingPathComponent("seed-\(number)"))
            }
        }
    }

    private static let chosen = ProcessInfo.processInfo.environment["VERIGAP_FUZZ_TARGET"].flatMap {
        FuzzTarget(rawValue: $0)
    }

    private static func fuzz() -> Int32 {
        guard chosen != nil else {
            let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
            FileHandle.standardError.write(Data("VERIGAP_FUZZ_TARGET must be one of \(names)\n".utf8))
            return 64
        }
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        return LLVMFuzzerRunDriver(&count, &arguments) { data, size in
            Main.chosen?.run(Array(UnsafeBufferPointer(start: data, count: size)))
            return 0
        }
    }
}
