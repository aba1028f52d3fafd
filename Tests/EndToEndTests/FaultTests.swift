import Foundation
import Testing

@Suite("Faulty suites and files")
struct FaultTests {
    @Test(arguments: ["run", "plan", "doctor", "report"])
    func eightFaultsAtOnce(_ command: String) throws {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace)
        let text = """
            suite: faulty
            title: Eight faults
            dataset: { name: toy, images: data/points.npy, labels: data/labels.npy }
            networks:
              - { id: GONE, file: data/gone.safetensors, epsilons: [0.1] }
              - { id: TOY, file: data/toy.safetensors, epsilons: [8] }
              - { id: TOY, file: data/toy.safetensors, epsilons: [0.1] }
            methods:
              - pdg
              - pgd: { step: 3 }
              - lp-all
            measure: marign
            colour: red
            budget: { per-query: 10 s, memory: 4 }
            """
        try workspace.write(text, to: "faulty.yaml")
        let faults = [
            "5:23: file: there is no file", "6:55: ε = 8 is wider than the input domain",
            "7:7: network id \"TOY\" is taken", "9:5: no method is called", "10:12: unknown key \"step\"",
            "12:10: measure must be one of",
            "13:1: unknown key \"colour\"", "14:36: memory has no unit",
        ].filter {
            // A report asks for no network file.
            command != "report" || !$0.contains("no file")
        }
        let store = command == "doctor" ? [] : ["--store", Workspace.store]
        let ending = try workspace.verigap([command, "faulty.yaml"] + store)
        #expect(ending.exitCode == 65)
        let places = ending.errors.split(separator: "\n").filter { $0.contains(/^faulty\.yaml:[0-9]+:[0-9]+:/) }
        #expect(places.count == faults.count, "\(ending.errors)")
        for (place, fault) in zip(places, faults) { #expect(place.hasPrefix("faulty.yaml:" + fault)) }
        #expect(ending.errors.contains("\(faults.count) faults in"))
        #expect(!FileManager.default.fileExists(atPath: workspace.path(Workspace.store)))
    }

    enum BadNetwork: String, CaseIterable, Sendable {
        case truncated, foreignCall, notANumber

        var bytes: [UInt8] {
            switch self {
            case .truncated: TorchBytes.network().dropLast(9)
            case .foreignCall: TorchBytes.calling("touch executed")
            case .notANumber: TorchBytes.network(weights: [1, .nan, 0, 1])
            }
        }

        var complaint: String {
            switch self {
            case .truncated: "truncated"
            case .foreignCall: "os.system"
            case .notANumber: "NaN"
            }
        }
    }

    @Test func theWholeFileIsFine() throws {
        let workspace = try Workspace()
        try workspace.write(TorchBytes.network(), to: "net.pth")
        let ending = try workspace.verigap("inspect", "net.pth")
        #expect(ending.exitCode == 0, "\(ending.errors)")
    }

    @Test(arguments: BadNetwork.allCases)
    func badNetworks(_ network: BadNetwork) throws {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace)
        try workspace.write(network.bytes, to: "net.pth")
        try workspace.write(
            """
            suite: bad
            dataset: { name: toy, images: data/points.npy, labels: data/labels.npy }
            networks:
              - { id: BAD, file: net.pth, epsilons: [0.1] }
            methods: [interval]
            """, to: "bad.yaml")
        let before = try workspace.files().keys.sorted()
        let images = ["--images", "data/points.npy", "--labels", "data/labels.npy", "--data", "toy:test:0"]
        let commands = [
            ["inspect", "net.pth"],
            ["verify", "--network", "net.pth", "--epsilon", "0.1", "--method", "interval"] + images,
            ["run", "bad.yaml", "--store", Workspace.store], ["plan", "bad.yaml", "--store", Workspace.store],
        ]
        for command in commands {
            let ending = try workspace.verigap(command)
            #expect(ending.exitCode == 65, "\(command): \(ending.errors)")
            #expect(ending.output.isEmpty)
            #expect(ending.errors.contains("net.pth") && ending.errors.contains(network.complaint), "\(ending.errors)")
            let complaints = ending.errors.split(separator: "\n").filter { $0.contains("net.pth") }
            #expect(complaints.count <= 2, "\(ending.errors)")
        }
        let doctor = try workspace.verigap("doctor", "bad.yaml")
        #expect(doctor.exitCode == 65 && doctor.output.contains(network.complaint))
        #expect(try workspace.files().keys.sorted() == before)
    }

    /// Every length at which a file may break off.
    @Test func truncatedAnywhere() throws {
        let workspace = try Workspace()
        let whole = TorchBytes.network()
        for length in stride(from: 0, to: whole.count, by: 29) {
            try workspace.write(Array(whole[..<length]), to: "net.pth")
            let ending = try workspace.verigap("inspect", "net.pth")
            #expect(ending.exitCode == 65 && ending.errors.contains("net.pth"), "\(length): \(ending.errors)")
        }
    }

    @Test func wrongMagicNumber() throws {
        let workspace = try Workspace()
        try workspace.write(TorchBytes.network(), to: "net.pth")
        let images: [UInt8] = [0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 9]
        try workspace.write(images, to: "images/mnist/t10k-images-idx3-ubyte")
        try workspace.write([0, 0, 8, 1, 0, 0, 0, 1, 1], to: "images/mnist/t10k-labels-idx1-ubyte")
        try workspace.write(
            """
            suite: digits
            dataset: { name: mnist, split: test, samples: all }
            networks:
              - { id: NET, file: net.pth, epsilons: [0.1] }
            methods: [interval]
            """, to: "digits.yaml")
        let before = try workspace.files().keys.sorted()
        let verify = [
            "verify", "--network", "net.pth", "--data", "mnist:test:0", "--epsilon", "0.1", "--method", "interval",
        ]
        let commands = [
            ["inspect", "net.pth", "--data", "mnist:test"], verify,
            ["run", "digits.yaml", "--store", Workspace.store],
        ]
        for command in commands {
            let ending = try workspace.verigap(command + ["--data-dir", "images"])
            #expect(ending.exitCode == 65 && ending.output.isEmpty, "\(command): \(ending.errors)")
            #expect(
                ending.errors.contains("t10k-images-idx3-ubyte") && ending.errors.contains("wrong magic number")
                    && ending.errors.contains("0x00000804"), "\(ending.errors)")
        }
        #expect(try workspace.files().keys.sorted() == before)
    }

    @Test func absentImages() throws {
        let workspace = try Workspace()
        try workspace.write(TorchBytes.network(), to: "net.pth")
        try FileManager.default.createDirectory(
            atPath: workspace.path("nowhere"), withIntermediateDirectories: false)
        let ending = try workspace.verigap("inspect", "net.pth", "--data", "cifar10:train", "--data-dir", "nowhere")
        // A machine may have the images where the system keeps such things.
        if ending.exitCode != 65 {
            #expect(ending.exitCode == 66)
            #expect(ending.errors.contains("nowhere") && ending.errors.contains("verigap fetch"), "\(ending.errors)")
        }
    }
}
