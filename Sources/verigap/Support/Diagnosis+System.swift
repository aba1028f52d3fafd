import Datasets
import Foundation
import LinearAlgebra
import Questions
import Runner
import Verifiers

extension Diagnosis {
    /// System packages with their versions.
    mutating func checkPackages() {
        let versions = SystemPackage.versions()
        let section = "System packages"
        for package in SystemPackage.all {
            if let version = versions[package.name] {
                note(section, .good, package.name, "\(version) (\(package.purpose))")
            } else if versions.isEmpty {
                note(section, .doubtful, package.name, "no dpkg or pkg-config to ask (\(package.purpose))")
            } else {
                // This program runs, so the library is there; only building again needs the package.
                note(
                    section, .doubtful, package.name, "not installed (\(package.purpose))",
                    remedy: "apt-get install \(package.name)")
            }
        }
    }

    /// The engines that solve linear programs, with versions.
    mutating func checkEngines() {
        for engine in EngineReport.all {
            switch engine.state {
            case .present(let version, let path):
                let place = path.map { ", \($0)" } ?? ""
                let detail = "\(version)\(place) (\(engine.capabilities.joined(separator: ", ")))"
                note("Engines of linear programs", .good, engine.title, detail)
            case .absent(let reason, let remedy, let isMistake):
                note(
                    "Engines of linear programs", isMistake ? .bad : .absent, engine.title, reason, remedy: remedy)
            }
        }
    }

    /// The worker program that `verigap run` starts, and how this program multiplies matrices.
    mutating func checkWorker() {
        let threads = Wording.counted(ProductThreads.count, "thread")
        note(
            "Programs", .good, "matrix products",
            "\(threads) (\(ProductThreads.variable) changes that, but for workers)")
        let path = ProcessLauncher.beside().path
        if FileManager.default.isExecutableFile(atPath: path) {
            note("Programs", .good, "verigap-worker", path)
        } else {
            note("Programs", .bad, "verigap-worker", "not at \(path)", remedy: "swift build -c release")
        }
    }

    /// Where data is looked for, and which datasets are found.
    mutating func checkData(_ locator: DatasetLocator) {
        for root in locator.roots {
            let exists = FileManager.default.fileExists(atPath: root.path)
            note("Data folders", exists ? .good : .absent, root.origin, root.path + (exists ? "" : " (not there)"))
        }
        for name in DatasetLocator.knownNames {
            for split in DatasetLocator.splits(of: name) {
                let what = "\(name):\(split)"
                do {
                    let dataset = try locator.load(DatasetReference(name: name, split: split))
                    let shape = dataset.shape.map(String.init).joined(separator: "×")
                    let place = root(of: DatasetReference(name: name, split: split), locator).map { " in \($0)" } ?? ""
                    note("Datasets", .good, what, "\(Wording.counted(dataset.count, "image")) of \(shape)\(place)")
                } catch {
                    if case .notFound = error {
                        let canBeFetched = FetchableDataset.all.contains { $0.name == name }
                        note(
                            "Datasets", .absent, what, "not found",
                            remedy: canBeFetched ? "verigap fetch \(name)" : nil)
                    } else {
                        note("Datasets", .bad, what, "\(error)", status: Failure.status(of: error))
                    }
                }
            }
        }
    }

    /// The first folder of the search path that the dataset can be read from when it is the only one.
    private func root(of reference: DatasetReference, _ locator: DatasetLocator) -> String? {
        locator.searchPath.first { folder in
            let only = DatasetLocator(
                dataDirectory: folder, environment: [:], workingDirectory: "/var/empty", systemDirectory: "/var/empty",
                programDirectory: "/var/empty")
            return (try? only.load(reference)) != nil
        }
    }
}
